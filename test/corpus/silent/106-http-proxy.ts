/** A proxy (http-proxy): its listeners were registered at boot and do the work of the request at hand. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import httpProxy from 'http-proxy';

const tracer = trace.getTracer('proxy');

const backend = createServer((request, response) => {
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer.startSpan(`serve ${request.url}`, { kind: SpanKind.SERVER }, parent);
  response.setHeader('x-served-by', 'backend');
  response.end(`content of ${request.url}`);
  span.end();
});
backend.listen(0, '127.0.0.1');
await once(backend, 'listening');

const proxy = httpProxy.createProxyServer({
  target: `http://127.0.0.1:${(backend.address() as AddressInfo).port}`,
});
proxy.on('proxyReq', (outgoing) => {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
});
proxy.on('proxyRes', (answer, request) => {
  const span = tracer.startSpan(`rewrite answer of ${request.url}`);
  delete answer.headers['x-served-by'];
  span.end();
});

function handle(request: IncomingMessage, response: ServerResponse): void {
  tracer.startActiveSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER }, (span) => {
    response.once('finish', () => span.end());
    proxy.web(request, response);
  });
}

const front = createServer(handle);
front.listen(0, '127.0.0.1');
await once(front, 'listening');
const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
for (const path of ['/api/a', '/api/b']) {
  const answer = await fetch(url + path);
  console.log(answer.status, answer.headers.get('x-served-by'), await answer.text());
}
front.close();
front.closeAllConnections();
backend.close();
backend.closeAllConnections();
