/** Work that goes on past the answer, on purpose: it is kept track of, and the shutdown waits for all of it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

function inSpan<T>(name: string, kind: SpanKind, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind }, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

const pending = new Set<Promise<void>>();

function afterwards(work: () => Promise<void>): void {
  const job = work()
    .catch((error: unknown) => console.error(error))
    .finally(() => pending.delete(job));
  pending.add(job);
}

class Background {
  readonly #promises: Promise<unknown>[] = [];

  waitUntil(promise: Promise<unknown>): void {
    this.#promises.push(promise);
  }

  async drain(): Promise<number> {
    return (await Promise.allSettled(this.#promises)).length;
  }
}

const background = new Background();

async function confirm(order: number): Promise<void> {
  await inSpan(`mail ${order}`, SpanKind.INTERNAL, () => sleep(4));
}

function post(order: number): Promise<string> {
  return inSpan(`POST /orders/${order}`, SpanKind.SERVER, async () => {
    await inSpan(`save ${order}`, SpanKind.CLIENT, () => sleep(1));
    afterwards(() => confirm(order));
    background.waitUntil(inSpan(`index ${order}`, SpanKind.CLIENT, () => sleep(6)));
    return `accepted ${order}`;
  });
}

console.log(await post(1), await post(2));
await Promise.all(pending);
console.log(await background.drain());
