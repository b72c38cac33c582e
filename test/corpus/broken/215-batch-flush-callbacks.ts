/** Writes are collected, and each writer's callback is called by the flush of whoever came first. */

import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('events');

interface Entry {
  readonly text: string;
  readonly written: (position: number) => void;
}

class Log {
  #entries: Entry[] = [];
  #length = 0;

  append(text: string, written: (position: number) => void): void {
    this.#entries.push({ text, written });
    if (this.#entries.length === 1) setTimeout(() => this.#flush(), 3);
  }

  #flush(): void {
    const entries = this.#entries;
    this.#entries = [];
    for (const { written } of entries) written(++this.#length);
  }
}

const log = new Log();

async function post(id: number): Promise<number> {
  return tracer.startActiveSpan(`POST /events/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const position = await new Promise<number>((resolve) => {
      log.append(`event ${id}`, (at) => {
        const acknowledge = tracer.startSpan(`acknowledge ${id}`);
        acknowledge.end();
        resolve(at);
      });
    });
    span.end();
    return position;
  });
}

console.log(await Promise.all([post(1), post(2), post(3)]));
