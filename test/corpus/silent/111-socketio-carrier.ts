/** Questions over socket.io take a carrier along; the answer comes as an acknowledgement. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

const tracer = trace.getTracer('greetings');
const http = createServer();
const server = new Server(http, { transports: ['websocket'] });

server.on('connection', (socket) => {
  socket.on('greet', (question: { name: string; carrier: object }, answer: (text: string) => void) => {
    const parent = propagation.extract(ROOT_CONTEXT, question.carrier);
    tracer.startActiveSpan('answer greet', { kind: SpanKind.SERVER }, parent, (span) => {
      answer(`hello ${question.name}`);
      span.end();
    });
  });
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');

const client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
await new Promise<void>((resolve) => client.once('connect', resolve));

async function greet(name: string): Promise<string> {
  const carrier = {};
  propagation.inject(context.active(), carrier);
  return client.timeout(2000).emitWithAck('greet', { name, carrier });
}

async function load(action: string, name: string): Promise<string> {
  return tracer.startActiveSpan(action, { kind: SpanKind.CLIENT }, async (span) => {
    const text = await greet(name);
    span.end();
    return text;
  });
}

console.log(await load('page load', 'ada'));
console.log(await load('page reload', 'bob'));
client.close();
await server.close();
