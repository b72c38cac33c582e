/** Express: the middleware starts a span and goes on without making it active. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import express from 'express';

const tracer = trace.getTracer('articles');
const app = express();

app.use((req, res, next) => {
  const span = tracer.startSpan(`${req.method} ${req.path}`, { kind: SpanKind.SERVER });
  res.on('finish', () => span.end());
  next();
});

app.get('/articles/:id', async (req, res) => {
  const span = tracer.startSpan(`find ${req.params.id}`);
  await sleep(2);
  span.end();
  res.send(`article ${req.params.id}`);
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
for (const id of ['a', 'b']) console.log(await (await fetch(`${base}/articles/${id}`)).text());
server.closeAllConnections();
server.close();
