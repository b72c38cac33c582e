/** A contact form on plain `http` and formidable 2: its callback comes from the request's stream. */

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import formidable from 'formidable';

const tracer = trace.getTracer('contacts');
const contacts: string[] = [];

function save(name: string): number {
  const span = tracer.startSpan('save contact');
  const count = contacts.push(name);
  span.end();
  return count;
}

function readForm(request: IncomingMessage): Promise<string> {
  const form = formidable();
  return new Promise((resolve, reject) => {
    form.parse(request, (error: Error | null, fields: Record<string, string>) => {
      if (error) reject(error);
      else resolve(`contact number ${save(fields.name ?? 'anonymous')}`);
    });
  });
}

const server = createServer((request, response) => {
  tracer.startActiveSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await readForm(request);
    span.end();
    response.end(text);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/contacts`, {
  method: 'POST',
  body: new URLSearchParams({ name: 'ada' }),
});
console.log(await answer.text(), contacts);
server.close();
server.closeAllConnections();
