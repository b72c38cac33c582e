/** A greeting service on Express. A span of its own is around each request. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import express from 'express';

const tracer = trace.getTracer('greetings');

const app = express();
app.get('/greet/:name', (request, response) => {
  response.send(`hello ${request.params.name}`);
});

const server = createServer((request, response) => {
  tracer.startActiveSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER }, (span) => {
    response.once('finish', () => span.end());
    app(request, response);
  });
});

export function listen(): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

export function close(): void {
  server.close();
  server.closeAllConnections();
}
