/** Notes on connect, their bodies read by raw-body, whose callback comes in the context that asked. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import connect from 'connect';
import getRawBody from 'raw-body';

const tracer = trace.getTracer('notes');
const notes = new Map<string, string>();
const app = connect();

app.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
  const span = tracer.startSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.use((request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) => {
  getRawBody(request, { limit: '1mb', encoding: 'utf8' }, (error, text) => {
    if (error) {
      next(error);
      return;
    }
    const span = tracer.startSpan(`save ${text.length} bytes`);
    notes.set(String(request.url), text);
    span.end();
    response.statusCode = 204;
    response.end();
  });
});

const http = createServer(app);
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
for (const [path, body] of [
  ['/notes/1', 'short'],
  ['/notes/2', 'x'.repeat(70_000)],
] as const) {
  const answer = await fetch(url + path, { method: 'PUT', body });
  console.log(path, answer.status);
}
console.log([...notes.keys()]);
http.close();
http.closeAllConnections();
