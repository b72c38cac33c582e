/** Nobody awaits the calls themselves; their promises are collected, and awaited before the request ends. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { EventEmitter } from 'eventemitter3';

const tracer = trace.getTracer('orders');
const bus = new EventEmitter<{ paid: (order: Order) => void }>();

class Order {
  readonly #pending = new Set<Promise<unknown>>();
  readonly lines: string[] = [];

  track(work: Promise<unknown>): void {
    this.#pending.add(work);
    work.finally(() => this.#pending.delete(work));
  }

  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }
}

async function step(name: string, ms: number, order: Order): Promise<void> {
  const span = tracer.startSpan(name);
  await sleep(ms);
  order.lines.push(name);
  span.end();
}

bus.on('paid', (order) => {
  order.track(step('write audit', 4, order));
});

async function post(items: readonly string[]): Promise<string[]> {
  return tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER }, async (span) => {
    const order = new Order();
    items.forEach((item, n) => {
      order.track(step(`reserve ${item}`, 9 - 3 * n, order));
    });
    await step('charge card', 2, order);
    bus.emit('paid', order);
    await order.settled();
    span.end();
    return order.lines.sort();
  });
}

console.log(await post(['pen', 'ink']));
