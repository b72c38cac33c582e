/** A shop asks the inventory service with got, and sends no trace headers along. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import got from 'got';

const tracer = trace.getTracer('shop');

const service = express();
service.use((request, response, next) => {
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER }, parent);
  response.once('finish', () => span.end());
  context.with(trace.setSpan(parent, span), next);
});
service.get('/stock/:item', (request, response) => {
  const span = tracer.startSpan(`count ${request.params.item}`);
  span.end();
  response.json({ count: 7 });
});
const http = service.listen(0, '127.0.0.1');
await once(http, 'listening');
const inventory = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

async function order(item: string): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${item}`, { kind: SpanKind.SERVER }, async (span) => {
    const stock = await got(`${inventory}/stock/${item}`).json<{ count: number }>();
    tracer.startSpan(`save order of ${item}`).end();
    span.end();
    return `${item} ordered, ${stock.count - 1} left`;
  });
}

console.log(await order('lamp'));
http.close();
http.closeAllConnections();
