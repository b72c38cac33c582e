/** An order is shipped by one request, while another that has made it is still charging the card. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import CircuitBreaker from 'opossum';

const tracer = trace.getTracer('orders');

interface Order {
  readonly id: number;
  state: 'new' | 'shipped';
}

const orders = new Map<number, Order>();
const courier = new CircuitBreaker(
  async (order: Order) => {
    const span = tracer.startSpan(`book courier for ${order.id}`, { kind: SpanKind.CLIENT });
    await sleep(2);
    order.state = 'shipped';
    span.end();
    return `parcel-${order.id}`;
  },
  { timeout: 1000 },
);

async function charge(id: number): Promise<void> {
  await tracer.startActiveSpan(`charge order ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(80);
    span.end();
  });
}

async function postOrder(id: number): Promise<string> {
  return tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER }, async (span) => {
    const order: Order = { id, state: 'new' };
    orders.set(id, order);
    await charge(id);
    span.end();
    return order.state;
  });
}

async function postShipment(id: number): Promise<string> {
  return tracer.startActiveSpan('POST /shipments', { kind: SpanKind.SERVER }, async (span) => {
    const found = orders.get(id) as Order;
    const parcel = await courier.fire(found);
    span.end();
    return parcel;
  });
}

const ordered = postOrder(1);
await sleep(3);
console.log(await postShipment(1));
console.log(await ordered);
courier.shutdown();
