/** A failing fan-out: `Promise.all` gives up at the first error, and `finally` waits for the rest. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('orders');

class Scope {
  readonly #tasks: Promise<unknown>[] = [];

  start<T>(name: string, work: () => Promise<T>): Promise<T> {
    const task = tracer.startActiveSpan(name, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
    task.catch(() => {});
    this.#tasks.push(task);
    return task;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#tasks);
  }
}

async function reserve(item: string, ms: number): Promise<string> {
  await sleep(ms);
  if (item === 'gold') throw new Error('no gold left');
  const span = tracer.startSpan(`write ${item}`, { kind: SpanKind.CLIENT });
  await sleep(2);
  span.end();
  return item;
}

async function post(...items: string[]): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${items.join('+')}`, { kind: SpanKind.SERVER }, async (span) => {
    const scope = new Scope();
    try {
      const reserved = await Promise.all(
        items.map((item, at) => scope.start(`reserve ${item}`, () => reserve(item, 1 + at * 4))),
      );
      return reserved.join();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      return (error as Error).message;
    } finally {
      await scope.close();
      span.end();
    }
  });
}

console.log(await Promise.all([post('tea', 'rice'), post('gold', 'milk', 'salt')]));
