/** Orders go to the packers over AMQP 1.0 (rhea, both ends and the broker here); the message has no carrier. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import rhea, { type EventContext } from 'rhea';

const tracer = trace.getTracer('orders');
const packers = rhea.create_container();
const packed = new Map<number, () => void>();

packers.on('message', ({ message }: EventContext) => {
  const order: number = message?.body.order;
  const span = tracer.startSpan(`pack order ${order}`, { kind: SpanKind.CONSUMER });
  span.end();
  packed.get(order)?.();
});
const server = packers.listen({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');

const shop = rhea.create_container();
const connection = shop.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', reconnect: false });
const sender = connection.open_sender('orders');
await new Promise<void>((resolve) => sender.once('sendable', () => resolve()));

function pack(order: number): Promise<void> {
  return new Promise((resolve) => {
    packed.set(order, resolve);
    sender.send({ body: { order } });
  });
}

await tracer.startActiveSpan('POST /orders/7', { kind: SpanKind.SERVER }, async (span) => {
  await pack(7);
  span.end();
});
console.log('packed');
connection.close();
await new Promise<void>((resolve) => connection.once('connection_close', () => resolve()));
server.close();
