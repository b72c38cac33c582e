/** Comments in fastify, which keeps the context of the `onRequest` hook, also while it reads the body of a POST. */

import { context, type Span, SpanKind, trace } from '@opentelemetry/api';
import Fastify, { type FastifyRequest } from 'fastify';

const tracer = trace.getTracer('comments');
const comments: string[] = ['first!'];
const spans = new WeakMap<FastifyRequest, Span>();
const app = Fastify();

app.addHook('onRequest', (request, _reply, done) => {
  const span = tracer.startSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER });
  spans.set(request, span);
  context.with(trace.setSpan(context.active(), span), done);
});

app.addHook('onResponse', (request, _reply, done) => {
  spans.get(request)?.end();
  done();
});

app.get('/comments', async () => {
  const span = tracer.startSpan('list comments');
  span.end();
  return comments;
});

app.post<{ Body: { text: string } }>('/comments', async (request, reply) => {
  return tracer.startActiveSpan('create comment', async (span) => {
    comments.push(request.body.text);
    span.end();
    return reply.code(201).send({ count: comments.length });
  });
});

const url = await app.listen({ port: 0, host: '127.0.0.1' });
const list = await fetch(`${url}/comments`);
console.log(list.status, await list.json());
const created = await fetch(`${url}/comments`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ text: 'second' }),
});
console.log(created.status, await created.json());
await app.close();
