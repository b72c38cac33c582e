/** Fastify with spans in hooks: started in onRequest, made active around the handler by `done`, ended in onResponse. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';
import fastify, { type FastifyRequest } from 'fastify';

const tracer = trace.getTracer('stock');
const spans = new WeakMap<FastifyRequest, Span>();
const app = fastify({ forceCloseConnections: true });

app.addHook('onRequest', (request, _reply, done) => {
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer.startSpan(`${request.method} ${request.routeOptions.url}`, { kind: SpanKind.SERVER }, parent);
  spans.set(request, span);
  context.with(trace.setSpan(parent, span), done);
});
app.addHook('preHandler', async (request) => {
  const span = tracer.startSpan('check token');
  await sleep(1);
  span.setAttribute('path', request.url);
  span.end();
});
app.addHook('onResponse', async (request) => {
  spans.get(request)?.end();
});

app.get<{ Params: { sku: string } }>('/stock/:sku', async ({ params }) => {
  const [local, remote] = await Promise.all([count('local', params.sku), count('remote', params.sku)]);
  return { sku: params.sku, count: local + remote };
});

async function count(store: string, sku: string): Promise<number> {
  return tracer.startActiveSpan(`count ${store}`, async (span) => {
    try {
      await sleep(store === 'local' ? 1 : 3);
      return sku.length;
    } finally {
      span.end();
    }
  });
}

const base = await app.listen({ port: 0, host: '127.0.0.1' });
const answers = await Promise.all(['pen', 'paper'].map(async (sku) => (await fetch(`${base}/stock/${sku}`)).json()));
console.log(answers);
await app.close();
