/** A channel between requests and a consumer of boot's that awaits what comes next. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('images');

class Channel<T> {
  readonly #items: T[] = [];
  readonly #takers: ((item: T) => void)[] = [];

  put(item: T): void {
    const taker = this.#takers.shift();
    if (taker) taker(item);
    else this.#items.push(item);
  }

  take(): Promise<T> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve) => this.#takers.push(resolve));
  }
}

interface Order {
  readonly image: string;
  readonly reply: Channel<string>;
}

const orders = new Channel<Order | null>();

async function resizer(): Promise<void> {
  for (let order = await orders.take(); order; order = await orders.take()) {
    const span = tracer.startSpan(`resize ${order.image}`);
    await sleep(2);
    span.end();
    order.reply.put(`small ${order.image}`);
  }
}
const resizing = resizer();

async function post(image: string): Promise<string> {
  return tracer.startActiveSpan(`POST /images/${image}`, { kind: SpanKind.SERVER }, async (span) => {
    const reply = new Channel<string>();
    orders.put({ image, reply });
    const small = await reply.take();
    span.end();
    return small;
  });
}

console.log(await post('cat'));
console.log(await Promise.all([post('dog'), post('cow')]));
orders.put(null);
await resizing;
