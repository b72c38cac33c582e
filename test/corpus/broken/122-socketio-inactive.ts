/** A chat server on socket.io: each message gets a span that nobody activates. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

const tracer = trace.getTracer('chat');
const http = createServer();
const server = new Server(http, { transports: ['websocket'] });
const history: string[] = [];

interface Message {
  readonly id: number;
  readonly text: string;
}

async function inSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

async function moderate({ id, text }: Message): Promise<string> {
  return inSpan(`moderate text ${id}`, async () => {
    await sleep(2);
    return text.replaceAll('damn', '****');
  });
}

async function store(id: number, text: string): Promise<void> {
  await inSpan(`store text ${id}`, async () => {
    history.push(text);
  });
}

server.on('connection', (socket) => {
  socket.on('message', async (message: Message, stored: (count: number) => void) => {
    const span = tracer.startSpan('message', { kind: SpanKind.CONSUMER });
    const clean = await moderate(message);
    await store(message.id, clean);
    span.end();
    stored(history.length);
  });
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');

const client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
console.log(await client.emitWithAck('message', { id: 1, text: 'hello' }));
console.log(await client.emitWithAck('message', { id: 2, text: 'damn' }));
console.log(history);
client.close();
await server.close();
