/** HTTP: the client injects, the server does not look. */

import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('greeter');

const server = createServer(async (request, response) => {
  const span = tracer.startSpan(`serve ${request.url}`, { kind: SpanKind.SERVER });
  await sleep(1);
  response.setHeader('connection', 'close');
  response.end(`Hello ${request.url}`);
  span.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function greet(name: string): Promise<string> {
  return tracer.startActiveSpan(`greet ${name}`, { kind: SpanKind.CLIENT }, async (span) => {
    const headers = {};
    propagation.inject(context.active(), headers);
    const answer = await fetch(`${base}/${name}`, { headers });
    const text = await answer.text();
    span.end();
    return text;
  });
}

console.log(await greet('ada'), await greet('bob'));
server.close();
