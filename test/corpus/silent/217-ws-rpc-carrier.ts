/** RPC over a websocket: each message brings a carrier, replies are matched by id with pending promises. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { WebSocket, WebSocketServer } from 'ws';

const tracer = trace.getTracer('rpc');

interface Call {
  readonly id: number;
  readonly method: string;
  readonly headers: Record<string, string>;
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.on('message', async (raw) => {
    const { id, method, headers } = JSON.parse(raw.toString()) as Call;
    const parent = propagation.extract(ROOT_CONTEXT, headers);
    await tracer.startActiveSpan(`serve ${method}`, { kind: SpanKind.SERVER }, parent, async (span) => {
      const work = tracer.startSpan(`compute ${method}`);
      await sleep(method.length);
      work.end();
      socket.send(JSON.stringify({ id, result: method.toUpperCase() }));
      span.end();
    });
  });
});
await once(server, 'listening');

class Client {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, (result: string) => void>();
  #last = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (raw) => {
      const { id, result } = JSON.parse(raw.toString()) as { id: number; result: string };
      this.#pending.get(id)?.(result);
      this.#pending.delete(id);
    });
  }

  call(method: string): Promise<string> {
    return tracer.startActiveSpan(`call ${method}`, { kind: SpanKind.CLIENT }, async (span) => {
      const headers = {};
      propagation.inject(context.active(), headers);
      const id = ++this.#last;
      const answer = new Promise<string>((resolve) => this.#pending.set(id, resolve));
      this.#socket.send(JSON.stringify({ id, method, headers }));
      try {
        return await answer;
      } finally {
        span.end();
      }
    });
  }
}

const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
await once(socket, 'open');
const client = new Client(socket);

async function handle(...methods: string[]): Promise<string[]> {
  return tracer.startActiveSpan(`GET /${methods.join('/')}`, { kind: SpanKind.SERVER }, async (span) => {
    const results: string[] = [];
    for (const method of methods) results.push(await client.call(method));
    span.end();
    return results;
  });
}

console.log(await Promise.all([handle('add', 'subtract'), handle('max')]));
socket.close();
await once(socket, 'close');
server.close();
