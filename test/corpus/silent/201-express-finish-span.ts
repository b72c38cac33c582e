/** Express: the server's span is ended by the response's 'finish', and an error handler writes the failure down. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import express, { type NextFunction, type Request, type Response } from 'express';

const tracer = trace.getTracer('articles');
const app = express();

app.use((req, res, next) => {
  const parent = propagation.extract(context.active(), req.headers);
  const span = tracer.startSpan(`${req.method} ${req.path}`, { kind: SpanKind.SERVER }, parent);
  res.on('finish', () => {
    span.setAttribute('http.response.status_code', res.statusCode);
    if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
});
app.use(express.json());

async function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

const find = (id: string) =>
  traced('find article', async () => {
    await sleep(2);
    if (id === 'lost') throw new Error('no such article');
    return { id, title: `On ${id}` };
  });

app.get('/articles/:id', async (req, res) => {
  const article = await find(req.params.id);
  const text = await traced('render', async () => JSON.stringify(article));
  res.type('json').send(text);
});
app.post('/articles', async (req, res) => {
  const saved = await traced('save article', async () => {
    await sleep(1);
    return req.body.title as string;
  });
  res.status(201).send(saved);
});
app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  const span = tracer.startSpan('report failure');
  res.status(500).send(error.message);
  span.end();
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const headers = { 'content-type': 'application/json' };
console.log(await (await fetch(`${base}/articles/tea`)).text());
console.log(await (await fetch(`${base}/articles`, { method: 'POST', headers, body: '{"title":"Milk"}' })).text());
console.log((await fetch(`${base}/articles/lost`)).status);
server.closeAllConnections();
server.close();
