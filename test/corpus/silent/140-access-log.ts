/** The access log is written when the answer has gone: a root of its own, with a link to the request. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import pino from 'pino';

const tracer = trace.getTracer('site');
const lines: string[] = [];
const log = pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(line.trim()) });
const app = express();

app.use((request, response, next) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.on('finish', () => {
    span.end();
    tracer.startActiveSpan('access log', { root: true, links: [{ context: span.spanContext() }] }, (access) => {
      log.info({ path: request.path, status: response.statusCode });
      access.end();
    });
  });
  context.with(trace.setSpan(context.active(), span), next);
});
app.get('/:page', async (request, response) => {
  const find = tracer.startSpan(`find ${request.params.page}`);
  await new Promise((later) => setTimeout(later, 2));
  find.end();
  response.send(`page ${request.params.page}`);
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
for (const page of ['a', 'b']) {
  const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/${page}`);
  console.log(answer.status, await answer.text());
}
http.close();
http.closeAllConnections();
await once(http, 'close');
console.log(lines);
