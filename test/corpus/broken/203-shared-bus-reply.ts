/** Requests wait for a reply on one shared bus whose messages come from a broker's loop. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('prices');
const replies = new EventEmitter();
const asked: string[] = [];
let open = true;

async function broker(): Promise<void> {
  while (open) {
    await sleep(2);
    const item = asked.shift();
    if (item) replies.emit(item, item.length);
  }
}
const running = broker();

function priceOf(item: string): Promise<number> {
  return new Promise((resolve) => {
    replies.once(item, (price: number) => {
      const span = tracer.startSpan(`convert price of ${item}`);
      span.setAttribute('price', price);
      span.end();
      resolve(price * 2);
    });
    asked.push(item);
  });
}

async function get(item: string): Promise<number> {
  return tracer.startActiveSpan(`GET /prices/${item}`, { kind: SpanKind.SERVER }, async (span) => {
    const price = await priceOf(item);
    span.end();
    return price;
  });
}

console.log(await Promise.all([get('tea'), get('coffee')]));
open = false;
await running;
