/** A gallery on connect; busboy's `close` writes the manifest when all files are in. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import busboy from 'busboy';
import connect from 'connect';

const tracer = trace.getTracer('gallery');
const app = connect();

app.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
  const span = tracer.startSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.use((request: IncomingMessage, _response: ServerResponse, next: (error?: Error) => void) => {
  const span = tracer.startSpan('check album');
  const known = request.headers['x-album'] === 'holidays';
  span.end();
  next(known ? undefined : new Error('no such album'));
});
app.use((request: IncomingMessage, response: ServerResponse) => {
  const files: string[] = [];
  const parser = busboy({ headers: request.headers, limits: { files: 10 } });
  parser.on('file', (_field, content, { filename }) => {
    files.push(filename);
    content.resume();
  });
  parser.on('close', () => {
    const span = tracer.startSpan(`write manifest of ${files.length} files`);
    const manifest = JSON.stringify({ album: request.headers['x-album'], files });
    span.end();
    response.end(manifest);
  });
  request.pipe(parser);
});

const http = createServer(app);
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const form = new FormData();
form.set('one', new Blob(['1']), 'beach.jpg');
form.set('two', new Blob(['2']), 'sea.jpg');
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/gallery`;
const answer = await fetch(url, { method: 'POST', body: form, headers: { 'x-album': 'holidays' } });
console.log(answer.status, await answer.text());
http.close();
http.closeAllConnections();
