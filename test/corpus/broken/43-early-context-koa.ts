/** Koa: the first middleware keeps the context for the handlers, and the second one starts the request's span. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import Koa from 'koa';

const tracer = trace.getTracer('articles');
const app = new Koa();

async function find(id: string): Promise<string> {
  return tracer.startActiveSpan(`find article ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return `article ${id}`;
  });
}

function countView(id: string): void {
  tracer.startSpan(`count view of ${id}`).end();
}

app.use(async (ctx, next) => {
  ctx.state.started = 'now';
  ctx.state.otel = context.active();
  await next();
});

app.use(async (ctx, next) => {
  await tracer.startActiveSpan(`${ctx.method} ${ctx.path}`, { kind: SpanKind.SERVER }, async (span) => {
    await next();
    span.setAttribute('http.response.status_code', ctx.status);
    span.end();
  });
});

app.use(async (ctx) => {
  const id = ctx.path.split('/').at(-1) ?? '';
  ctx.body = await context.with(ctx.state.otel, async () => {
    const article = await find(id);
    countView(id);
    return article;
  });
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/articles/a1`);
console.log(answer.status, await answer.text());
http.close();
http.closeAllConnections();
