/** Notes on express and body-parser, which binds what goes on after the body has been read. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import bodyParser from 'body-parser';
import express from 'express';

const tracer = trace.getTracer('notes');
const app = express();
const notes: string[] = [];

app.use((request, response, next) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.use(bodyParser.json({ limit: '1mb' }));
app.use((request, _response, next) => {
  const span = tracer.startSpan('check note');
  const valid = typeof request.body.text === 'string';
  span.end();
  next(valid ? undefined : new Error('no text'));
});
app.post('/notes', (request, response) => {
  tracer.startActiveSpan(`save note ${notes.length + 1}`, (span) => {
    notes.push(request.body.text);
    span.end();
    response.status(201).json({ count: notes.length });
  });
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/notes`;
for (const text of ['short', 'long '.repeat(50_000)]) {
  const body = JSON.stringify({ text });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  console.log(answer.status, await answer.text());
}
http.close();
http.closeAllConnections();
