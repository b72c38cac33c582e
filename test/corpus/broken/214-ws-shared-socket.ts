/** One socket for all requests; the answers' listener is the first request's. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import { WebSocket, WebSocketServer } from 'ws';

const tracer = trace.getTracer('quotes');
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.on('message', (raw) => socket.send(raw.toString()));
});
await once(server, 'listening');

class Client {
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, (answer: string) => void>();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (raw) => {
      const name = raw.toString();
      this.#pending.get(name)?.(name);
      this.#pending.delete(name);
    });
  }

  ask(name: string, answered: (answer: string) => void): void {
    this.#pending.set(name, answered);
    this.#socket.send(name);
  }
}

const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
await once(socket, 'open');
const client = new Client(socket);

function quote(name: string): Promise<string> {
  return new Promise((resolve) => {
    client.ask(name, (answer) => {
      const span = tracer.startSpan(`parse quote of ${name}`);
      span.end();
      resolve(answer.toUpperCase());
    });
  });
}

async function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /quotes/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await quote(name);
    span.end();
    return text;
  });
}

console.log(await Promise.all([get('acme'), get('apex')]));
socket.close();
await once(socket, 'close');
server.close();
