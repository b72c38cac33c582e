/** A webhook that anybody may call: it starts a trace of its own, with a link to the caller's. */

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import fastify from 'fastify';
import ky from 'ky';

const tracer = trace.getTracer('webhooks');
const sign = (text: string) => createHmac('sha256', 'cat').update(text).digest('hex');

const app = fastify();
app.post<{ Body: { order: number; signature: string } }>('/webhook', async (request) => {
  const caller = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, request.headers));
  const links = caller ? [{ context: caller }] : [];
  return tracer.startActiveSpan('receive webhook', { kind: SpanKind.SERVER, root: true, links }, async (span) => {
    const verify = tracer.startSpan('verify signature');
    const valid = request.body.signature === sign(String(request.body.order));
    verify.end();
    span.end();
    return { accepted: valid };
  });
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
if (!app.server.listening) await once(app.server, 'listening');

async function callWebhook(order: number): Promise<boolean> {
  return tracer.startActiveSpan('call webhook', { kind: SpanKind.CLIENT }, async (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    const json = { order, signature: sign(String(order)) };
    const answer = await ky.post(`${url}/webhook`, { json, headers, retry: 0 }).json<{ accepted: boolean }>();
    span.end();
    return answer.accepted;
  });
}

await tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER }, async (span) => {
  console.log('accepted:', await callWebhook(17));
  span.end();
});
console.log(typeof (app.server.address() as AddressInfo).port);
await app.close();
