/** Orders are confirmed by mail. Whoever takes the order leaves a message for the mailer, and the customer waits for the receipt. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Broker } from './broker.js';

const tracer = trace.getTracer('orders');

interface Order {
  readonly id: string;
  readonly customer: string;
}

const broker = new Broker();
const receipts = new Map<string, (receipt: string) => void>();

broker.subscribe('orders', async ({ body }) => {
  const order: Order = JSON.parse(body.toString());
  const span = tracer.startSpan(`mail ${order.customer}`, { kind: SpanKind.CONSUMER });
  await sleep(2);
  span.end();
  receipts.get(order.id)?.(`receipt of ${order.id} for ${order.customer}`);
});

function confirm(order: Order): Promise<string> {
  return new Promise((resolve, reject) => {
    receipts.set(order.id, resolve);
    broker.publish('orders', JSON.stringify(order)).catch(reject);
  });
}

function placeOrder(id: string, customer: string): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await confirm({ id, customer });
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([placeOrder('o1', 'ada'), placeOrder('o2', 'bob'), placeOrder('o3', 'eve')]));
await broker.close();
