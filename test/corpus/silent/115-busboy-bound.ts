/** An upload read by busboy on plain http; the listeners are bound to the request's context. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { context, SpanKind, trace } from '@opentelemetry/api';
import busboy from 'busboy';

const tracer = trace.getTracer('uploads');
const kept = new Map<string, string>();

async function keep(name: string, content: Readable): Promise<void> {
  const span = tracer.startSpan(`keep ${name}`);
  kept.set(name, await text(content));
  span.end();
}

function upload(request: IncomingMessage, response: ServerResponse): void {
  const span = tracer.startSpan('POST /upload', { kind: SpanKind.SERVER });
  const mine = trace.setSpan(context.active(), span);
  const keeping: Promise<void>[] = [];
  const parser = busboy({ headers: request.headers });
  parser.on(
    'file',
    context.bind(mine, (_field: string, file: Readable, { filename }: { filename: string }) => {
      keeping.push(keep(filename, file));
    }),
  );
  parser.on(
    'close',
    context.bind(mine, async () => {
      await Promise.all(keeping);
      tracer.startSpan('finish upload').end();
      response.end(`${kept.size} file`);
      span.end();
    }),
  );
  request.pipe(parser);
}

const http = createServer(upload);
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const form = new FormData();
form.set('file', new Blob(['dear diary']), 'notes.txt');
const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { method: 'POST', body: form });
console.log(await answer.text(), kept);
http.close();
http.closeAllConnections();
