/** A time limit per upload: what comes too late finds the span ended, asks it, and leaves it alone. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pTimeout from 'p-timeout';

const tracer = trace.getTracer('uploads');

class Progress {
  readonly #span: Span;
  constructor(span: Span) {
    this.#span = span;
  }

  note(part: number): void {
    if (this.#span.isRecording()) this.#span.addEvent('part', { part });
  }

  finish(ok: boolean): void {
    if (!this.#span.isRecording()) return;
    this.#span.setStatus({ code: ok ? SpanStatusCode.OK : SpanStatusCode.ERROR });
    this.#span.end();
  }
}

async function send(parts: number, ms: number, progress: Progress): Promise<number> {
  for (let part = 1; part <= parts; part++) {
    await sleep(ms);
    progress.note(part);
  }
  progress.finish(true);
  return parts;
}

const stragglers: Promise<unknown>[] = [];

async function put(file: string, parts: number, ms: number): Promise<string> {
  return tracer.startActiveSpan(`PUT /${file}`, { kind: SpanKind.SERVER }, async (span) => {
    const upload = tracer.startSpan(`upload ${file}`, { kind: SpanKind.CLIENT });
    const progress = new Progress(upload);
    const sending = context.with(trace.setSpan(context.active(), upload), () => send(parts, ms, progress));
    stragglers.push(sending);
    try {
      return `${file}: ${await pTimeout(sending, { milliseconds: 80 })} parts`;
    } catch {
      progress.finish(false);
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'too slow' });
      return `${file}: too slow`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([put('small', 2, 1), put('large', 3, 60)]));
await Promise.all(stragglers);
