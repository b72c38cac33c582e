/** Comments on plain node:http: the body's `end` comes from the connection, not from the request's span. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('comments');
const comments: string[] = [];

function store(text: string): number {
  const span = tracer.startSpan(`store comment ${comments.length + 1}`, { attributes: { length: text.length } });
  comments.push(text);
  span.end();
  return comments.length;
}

function readBody(request: IncomingMessage, done: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    done(body);
  });
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  tracer.startActiveSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER }, (span) => {
    readBody(request, (body) => {
      const { text } = JSON.parse(body) as { text: string };
      const count = store(text);
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ count }));
      span.end();
    });
  });
}

const http = createServer(handle);
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/comments`;
for (const text of ['first!', 'well said']) {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text }) });
  console.log(answer.status, await answer.text());
}
http.close();
http.closeAllConnections();
