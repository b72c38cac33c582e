import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Allowance } from './allowance.js';
import { type Answer, codesOf, NO_ROOM, type Refused } from './answer.js';
import { encodeAnswer } from './encode-answer.js';
import type { Intake } from './intake.js';
import { LARGEST_BODY, LARGEST_INTAKE, RETRY_AFTER_SECONDS } from './limits.js';
import { isKnownEncoding, type ReadBody, readBody } from './read-body.js';
import type { BodyFormat } from './request-spans.js';

const TRACES = '/v1/traces';
const OTHER_SIGNALS: ReadonlySet<string> = new Set(['/v1/metrics', '/v1/logs', '/v1development/profiles']);

/** Exporters send every five seconds by default, and a connection that is closed just then costs them a batch. */
const KEEP_ALIVE_MS = 75_000;

const TYPES: Readonly<Record<BodyFormat, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' };
/** Node's type of a body without one: OTLP has no other of its own. */
const FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/x-protobuf': 'protobuf',
  'application/protobuf': 'protobuf',
  'application/json': 'json',
};

/** OTLP over HTTP. It does not listen by itself: it is given connections. */
export function otlpHttpServer(intake: Intake): Server {
  const allowance = new Allowance(LARGEST_INTAKE);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const format = formatOf(request);
    answerTo(request, format, intake, allowance).then(
      (answer) => respond(response, answer, format ?? 'json'),
      // The client has gone, and nobody is there to be answered.
      () => response.destroy(),
    );
  });
  return server;
}

function formatOf({ headers }: IncomingMessage): BodyFormat | null {
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  return FORMATS[type.trim()] ?? null;
}

async function answerTo(
  request: IncomingMessage,
  format: BodyFormat | null,
  intake: Intake,
  allowance: Allowance,
): Promise<Answer> {
  const refused = refusalOf(request);
  if (refused) return refused;
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase().trim();
  if (format === null || !isKnownEncoding(encoding)) {
    intake.note('unknown-type', 'HTTP');
    return { as: 'unknown-type', message: `Send ${Object.values(TYPES).join(' or ')}, as it is or in gzip.` };
  }
  if (pathOf(request) !== TRACES) return intake.otherSignal('HTTP');
  if (intake.isFull) {
    intake.note('no-room', 'HTTP');
    return NO_ROOM;
  }
  return readBody(request, encoding, allowance, async (read) =>
    read.body ? intake.traces(read.body, format, 'HTTP') : notRead(read, intake),
  );
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0]?.replace(/\/+$/, '') ?? '';
}

function refusalOf(request: IncomingMessage): Refused | null {
  const path = pathOf(request);
  if (path !== TRACES && !OTHER_SIGNALS.has(path))
    return { as: 'not-found', message: `There is nothing here: spans go to ${TRACES}, by POST.` };
  if (request.method === 'POST') return null;
  return { as: 'not-post', message: `Spans come by POST, not by ${request.method}.` };
}

function notRead({ because }: Extract<ReadBody, { readonly body: null }>, intake: Intake): Answer {
  intake.note(because, 'HTTP');
  switch (because) {
    case 'too-large':
      return { as: 'too-large', message: `A request may have ${LARGEST_BODY} bytes, out of its compression.` };
    case 'no-room':
      return NO_ROOM;
    case 'bad-compression':
      return { as: 'bad', message: 'The compression of the request is damaged.' };
    case 'broken-off':
      return { as: 'bad', message: 'The request broke off.' };
  }
}

function respond(response: ServerResponse, answer: Answer, format: BodyFormat): void {
  const headers: Record<string, string> = { 'Content-Type': TYPES[format] };
  if (answer.as === 'no-room') headers['Retry-After'] = `${RETRY_AFTER_SECONDS}`;
  if (answer.as === 'not-post') headers['Allow'] = 'POST';
  if (answer.as === 'unknown-type') headers['Accept'] = Object.values(TYPES).join(', ');
  response.writeHead(answer.as === 'taken' ? 200 : codesOf(answer).http, headers);
  response.end(encodeAnswer(answer, format));
}
