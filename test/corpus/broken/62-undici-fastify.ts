/** Prices ask for exchange rates with undici; the client span is there, its headers are not. */

import { context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';
import Fastify, { type FastifyRequest } from 'fastify';
import { request } from 'undici';

const tracer = trace.getTracer('prices');

const service = Fastify({ keepAliveTimeout: 1 });
const spans = new WeakMap<FastifyRequest, Span>();
service.addHook('onRequest', (incoming, _reply, done) => {
  const parent = propagation.extract(context.active(), incoming.headers);
  spans.set(incoming, tracer.startSpan(`${incoming.method} ${incoming.url}`, { kind: SpanKind.SERVER }, parent));
  done();
});
service.addHook('onSend', (incoming, _reply, payload, done) => {
  spans.get(incoming)?.end();
  done(null, payload);
});
service.get<{ Params: { currency: string } }>('/rate/:currency', async ({ params }) => ({
  rate: params.currency === 'NOK' ? 11.5 : 11.2,
}));
const rates = await service.listen({ port: 0, host: '127.0.0.1' });

function fetchRate(currency: string): Promise<number> {
  return tracer.startActiveSpan(`fetch rate ${currency}`, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      const { body } = await request(`${rates}/rate/${currency}`);
      const { rate } = (await body.json()) as { rate: number };
      return rate;
    } finally {
      span.end();
    }
  });
}

async function getPrice(currency: string): Promise<string> {
  return tracer.startActiveSpan(`GET /price/${currency}`, { kind: SpanKind.SERVER }, async (span) => {
    const rate = await fetchRate(currency);
    span.end();
    return `${(10 * rate).toFixed(1)} ${currency}`;
  });
}

console.log(await Promise.all([getPrice('NOK'), getPrice('SEK')]));
const { getGlobalDispatcher } = await import('undici');
await getGlobalDispatcher().close();
await service.close();
