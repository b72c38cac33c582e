/** Job applications: express-fileupload is called inside the request's span and goes on from the parser's events. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import fileUpload, { type UploadedFile } from 'express-fileupload';

const tracer = trace.getTracer('applications');
const app = express();

app.post('/applications', (request, response, next) => {
  tracer.startActiveSpan('POST /applications', { kind: SpanKind.SERVER }, (span) => {
    response.once('finish', () => span.end());
    fileUpload()(request, response, next);
  });
});

app.post('/applications', (request, response) => {
  const cv = (request.files as unknown as Record<string, UploadedFile>).cv as UploadedFile;
  const span = tracer.startSpan(`scan ${cv.name}`);
  const clean = !cv.data.includes('virus');
  span.end();
  response.send(clean ? `thank you for ${cv.name}` : 'no, thank you');
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const form = new FormData();
form.append('cv', new Blob(['I did this and that. '.repeat(5000)]), 'cv.txt');
const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/applications`, {
  method: 'POST',
  body: form,
});
console.log(await answer.text());
http.close();
http.closeAllConnections();
