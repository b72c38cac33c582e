/** A checkout pays through axios with a keep-alive agent; the payment service is written in koa. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import Agent from 'agentkeepalive';
import axios from 'axios';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';

const tracer = trace.getTracer('checkout');

const payments = new Koa();
payments.use(async (ctx, next) => {
  const parent = propagation.extract(context.active(), ctx.headers);
  const span = tracer.startSpan(`${ctx.method} ${ctx.path}`, { kind: SpanKind.SERVER }, parent);
  await context.with(trace.setSpan(parent, span), next);
  span.end();
});
payments.use(bodyParser());
payments.use(async (ctx) => {
  const { amount } = (ctx.request as unknown as { body: { amount: number } }).body;
  tracer.startSpan(`book ${amount}`).end();
  ctx.body = { charged: amount };
});
const http = payments.listen(0, '127.0.0.1');
await once(http, 'listening');

const client = axios.create({
  baseURL: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
  httpAgent: new Agent({ freeSocketTimeout: 100 }),
});

async function pay(amount: number): Promise<number> {
  return tracer.startActiveSpan(`pay ${amount}`, { kind: SpanKind.CLIENT }, async (span) => {
    const { data } = await client.post('/charges', { amount });
    span.end();
    return data.charged;
  });
}

await tracer.startActiveSpan('POST /checkout', { kind: SpanKind.SERVER }, async (span) => {
  console.log(`charged ${await pay(80)}`);
  span.end();
});
http.close();
http.closeAllConnections();
