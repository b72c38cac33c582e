import fs from 'node:fs';
import type { RawFrame } from '../../protocol/trace-event.js';
import { callThrough } from '../call-through.js';
import { isOn, switchOff } from '../guard.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { activeSpan } from '../slot.js';
import { recordOf } from '../span-records.js';
import { userFrames } from '../stack.js';

/**
 * Witness `log lines`: what a structured logger writes while a span is active, and whether it says whose line that is. A
 * logger is known by what it writes: JSON, one object a line, with a level and a message. Looked at where it leaves the
 * program, so it does not matter who made it.
 */

/** By then it is clear what a program's loggers write. */
const LINES_AT_MOST = 1_000;
const PLACES_AT_MOST = 100;
/** Fields that matter stand in front; what is longer is a payload. */
const LONGEST = 8_192;

const BRACE = 0x7b;
const LEVEL = /"(?:level|severity|lvl|severityText|severity_text|log\.level|loglevel)"\s*:/;
const MESSAGE = /"(?:msg|message|event|body|text)"\s*:/;
/** `trace_id`, `traceId`, `dd.trace_id`, `logging.googleapis.com/trace`, `traceparent`; `stack_trace` is no such thing. */
const TRACE = /"([^"\\]*trace[^"\\]*)"\s*:/gi;
const OF_AN_ERROR = /stack|back/i;

/** Who sends records by the logs API sends the context along; what is printed beside that is for people. */
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');

let sink: Sink | undefined;
let lines = 0;
/** Streams of files write by `fs` what has been looked at. */
let inStream = 0;
const told = new Set<string>();

export function watchLogLines(target: Sink): void {
  sink = target;
  for (const name of ['stdout', 'stderr'] as const) watchStream(name);
  replaceMethod(fs, 'writeSync', (original) => callThrough(original, lookAtFile));
  replaceMethod(fs, 'write', (original) => callThrough(original, lookAtFile));
}

/** Only when the program asks for it: to ask for a stream opens it. */
function watchStream(name: 'stdout' | 'stderr'): void {
  const own = Object.getOwnPropertyDescriptor(process, name);
  const { get } = own ?? {};
  if (!own || !get || !own.configurable) return;
  let stream: NodeJS.WriteStream | undefined;
  const watched = {
    get(this: NodeJS.Process): NodeJS.WriteStream {
      const found = get.call(this) as NodeJS.WriteStream;
      if (found !== stream) {
        stream = found;
        watchWrites(found, name);
      }
      return found;
    },
  };
  const getter = Object.getOwnPropertyDescriptor(watched, 'get')?.value as () => NodeJS.WriteStream;
  Object.defineProperty(process, name, { ...own, get: getter });
}

function watchWrites(stream: NodeJS.WriteStream, name: string): void {
  replaceMethod(stream, 'write', (original) =>
    callThrough(
      original,
      (_, [data, second]) => {
        // `console` hands a callback over, and loggers do not.
        look(data, name, typeof second === 'function');
        inStream++;
      },
      () => {
        inStream--;
      },
    ),
  );
}

function lookAtFile(_: unknown, [fd, data]: readonly unknown[]): void {
  if (inStream === 0) look(data, nameOf(fd), false);
}

function nameOf(fd: unknown): string {
  return fd === 1 ? 'stdout' : fd === 2 ? 'stderr' : 'a file';
}

function look(data: unknown, to: string, byConsole: boolean): void {
  if (lines >= LINES_AT_MOST || !isOn()) return;
  try {
    if (LOGS_API in globalThis) return;
    const record = recordOf(activeSpan());
    if (!record?.recording) return;
    const text = textOf(data, byConsole);
    if (text === undefined) return;
    lines++;
    const carries = namesTrace(text) || text.includes(record.trace);
    tell(record.number, to, carries, byConsole, carries ? [] : userFrames(look));
  } catch (error) {
    switchOff(error);
  }
}

function namesTrace(text: string): boolean {
  for (const [, key = ''] of text.matchAll(TRACE)) if (!OF_AN_ERROR.test(key)) return true;
  return false;
}

function tell(q: number, to: string, carries: boolean, byConsole: boolean, stack: readonly RawFrame[]): void {
  const key = `${to}\n${carries}\n${byConsole}\n${stack[0]?.join(':')}`;
  if (told.has(key) || told.size >= PLACES_AT_MOST) return;
  told.add(key);
  sink?.write({
    t: 'lg',
    q,
    to,
    ...(carries ? { c: 1 as const } : {}),
    ...(byConsole ? { o: 1 as const } : {}),
    ...(stack.length > 0 ? { st: stack } : {}),
  });
}

/** One line, if it is one of a logger's. Several in one were kept back, and may be of other spans. */
function textOf(data: unknown, byConsole: boolean): string | undefined {
  const text = typeof data === 'string' ? data : startOf(data);
  if (text === undefined || text.length > LONGEST) return undefined;
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (line === '' || (line.includes('\n') && !byConsole)) return undefined;
  if (byConsole) return line;
  return line.charCodeAt(0) === BRACE && line.endsWith('}') && LEVEL.test(line) && MESSAGE.test(line)
    ? line
    : undefined;
}

function startOf(data: unknown): string | undefined {
  if (!(data instanceof Uint8Array) || data[0] !== BRACE || data.length > LONGEST) return undefined;
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('utf8');
}
