/** A write batcher: one flush for many callers is a trace with links, each caller is told in its own context. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Link, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('events');

interface Entry {
  readonly text: string;
  readonly link: Link[];
  readonly within: ReturnType<typeof AsyncLocalStorage.snapshot>;
  tell(position: number): void;
}

class Writer {
  #batch: Entry[] = [];
  #written = 0;

  write(text: string, tell: (position: number) => void): void {
    const active = trace.getActiveSpan();
    const link = active ? [{ context: active.spanContext() }] : [];
    this.#batch.push({ text, link, within: AsyncLocalStorage.snapshot(), tell });
    if (this.#batch.length === 1) setTimeout(() => void this.#flush(), 3);
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    const links = batch.flatMap(({ link }) => link);
    const span = tracer.startSpan(`flush ${batch.length}`, { root: true, links, kind: SpanKind.CLIENT });
    await sleep(2);
    span.end();
    for (const { within, tell } of batch) within(tell, ++this.#written);
  }
}

const writer = new Writer();

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /events/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const place = await new Promise<string>((resolve) => {
      writer.write(`event ${id}`, (position) => {
        const ack = tracer.startSpan(`acknowledge ${id}`);
        ack.end();
        resolve(`${id} at ${position}`);
      });
    });
    span.end();
    return place;
  });
}

console.log(await Promise.all([post(1), post(2), post(3)]));
console.log(await post(4));
