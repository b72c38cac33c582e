/** An export: the handler gives fastify a stream over a generator, whose pages are read when the span is left. */

import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, type Span, SpanKind, trace } from '@opentelemetry/api';
import fastify from 'fastify';

const tracer = trace.getTracer('exports');
const app = fastify();
const spans = new WeakMap<object, Span>();

async function readPage(page: number): Promise<string[]> {
  return tracer.startActiveSpan(`read page ${page}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return [`${page}a`, `${page}b`];
  });
}

async function* rows(pages: number): AsyncGenerator<string> {
  for (let page = 1; page <= pages; page++) {
    for (const row of await readPage(page)) yield `${row}\n`;
  }
}

app.addHook('onRequest', async (request) => {
  spans.set(request, tracer.startSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER }));
});
app.addHook('onResponse', async (request) => {
  spans.get(request)?.end();
});
app.get('/export', async (request, reply) => {
  const span = spans.get(request) as Span;
  return context.with(trace.setSpan(context.active(), span), () => {
    reply.type('text/csv');
    return Readable.from(rows(3));
  });
});

const url = await app.listen({ port: 0, host: '127.0.0.1' });
const answer = await fetch(`${url}/export`);
console.log(answer.status, JSON.stringify(await answer.text()));
await app.close();
