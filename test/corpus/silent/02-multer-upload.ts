/** Uploads through multer, which goes on in the request's context since it binds its callback. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import multer from 'multer';

const tracer = trace.getTracer('uploads');
const app = express();
const upload = multer({ storage: multer.memoryStorage() });

app.use((request, response, next) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), () => next());
});

app.use((_request, _response, next) => {
  tracer.startSpan('check quota').end();
  next();
});

app.post('/upload', upload.single('file'), (request, response) => {
  const span = tracer.startSpan('store upload');
  const size = request.file?.size ?? 0;
  span.setAttribute('size', size);
  span.end();
  response.status(201).send(`stored ${request.file?.originalname}, ${size} bytes`);
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const form = new FormData();
form.append('file', new Blob(['x'.repeat(100_000)]), 'notes.txt');
const { port } = http.address() as AddressInfo;
const answer = await fetch(`http://127.0.0.1:${port}/upload`, { method: 'POST', body: form });
console.log(answer.status, await answer.text());
http.close();
http.closeAllConnections();
