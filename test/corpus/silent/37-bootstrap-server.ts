/** A server opened inside the bootstrap span. Its requests say that they are roots. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import Koa from 'koa';

const tracer = trace.getTracer('pages');
const app = new Koa();

function render(name: string): string {
  const span = tracer.startSpan(`render ${name}`);
  span.end();
  return `page ${name}`;
}

app.use((ctx) =>
  tracer.startActiveSpan(`${ctx.method} ${ctx.path}`, { kind: SpanKind.SERVER, root: true }, (span) => {
    ctx.body = render(ctx.path.slice(1));
    span.end();
  }),
);

const http = await tracer.startActiveSpan('boot', async (span) => {
  const listen = tracer.startSpan('listen');
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  listen.end();
  span.end();
  return server;
});

for (const page of ['a', 'b']) {
  const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/${page}`);
  console.log(await answer.text());
}
http.close();
http.closeAllConnections();
