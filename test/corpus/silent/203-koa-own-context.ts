/** Koa: request data in an AsyncLocalStorage of the app's own, beside the active span. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Koa from 'koa';

interface Scope {
  readonly user: string;
  readonly log: string[];
}

const tracer = trace.getTracer('shop');
const scope = new AsyncLocalStorage<Scope>();
const app = new Koa();
const note = (text: string) => scope.getStore()?.log.push(text);

app.use((ctx, next) =>
  tracer.startActiveSpan(`${ctx.method} ${ctx.path}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      await next();
    } finally {
      span.setAttribute('http.response.status_code', ctx.status);
      span.end();
    }
  }),
);
app.use((ctx, next) => scope.run({ user: ctx.get('x-user'), log: [] }, next));
app.use(async (ctx) => {
  await Promise.all([price('tea'), price('rice')]);
  await scope.exit(() => audit());
  ctx.body = `${scope.getStore()?.user}: ${scope.getStore()?.log.join(', ')}`;
});

async function price(item: string): Promise<void> {
  const span = tracer.startSpan(`price of ${item}`);
  await sleep(item.length);
  note(item);
  span.end();
}

async function audit(): Promise<void> {
  const span = tracer.startSpan('audit');
  await sleep(1);
  note('never seen');
  span.end();
}

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
for (const user of ['ada', 'bob']) {
  console.log(await (await fetch(`${base}/basket`, { headers: { 'x-user': user } })).text());
}
server.closeAllConnections();
server.close();
