/** Where visitors are from: a service on h3, called by node-fetch without a traceparent. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { H3 } from 'h3';
import { toNodeHandler } from 'h3/node';
import fetch from 'node-fetch';

const tracer = trace.getTracer('start');
const app = new H3().get('/geo/:ip', (event) => {
  const parent = propagation.extract(context.active(), Object.fromEntries(event.req.headers));
  return tracer.startActiveSpan('GET /geo', { kind: SpanKind.SERVER }, parent, (span) => {
    const country = event.context.params?.ip?.startsWith('10.') ? 'here' : 'abroad';
    span.end();
    return { country };
  });
});
const server = createServer(toNodeHandler(app) as never);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function locate(ip: string): Promise<string> {
  const answer = await fetch(`${url}/geo/${ip}`, { headers: { accept: 'application/json' } });
  const { country } = (await answer.json()) as { country: string };
  return country;
}

async function start(ip: string): Promise<string> {
  return tracer.startActiveSpan('GET /start', { kind: SpanKind.SERVER }, async (span) => {
    const country = await locate(ip);
    span.end();
    return `welcome from ${country}`;
  });
}

console.log(await start('10.0.0.1'));
console.log(await start('8.8.8.8'));
server.close();
