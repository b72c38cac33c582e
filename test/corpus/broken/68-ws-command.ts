/** Commands to servers over a WebSocket: the far side starts a trace of its own. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

const tracer = trace.getTracer('servers');

const agent = new WebSocketServer({ port: 0, host: '127.0.0.1' });
agent.on('connection', (peer) => {
  peer.on('message', async (text: RawData) => {
    const { id, command } = JSON.parse(text.toString()) as { id: number; command: string };
    const span = tracer.startSpan(`execute ${command}`, { kind: SpanKind.SERVER });
    await sleep(2);
    span.end();
    peer.send(JSON.stringify({ id, result: 'done' }));
  });
});
await once(agent, 'listening');

const socket = new WebSocket(`ws://127.0.0.1:${(agent.address() as AddressInfo).port}`);
const replies = new Map<number, (result: string) => void>();
socket.on('message', (text: RawData) => {
  const { id, result } = JSON.parse(text.toString()) as { id: number; result: string };
  replies.get(id)?.(result);
});
await once(socket, 'open');

function tell(id: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    replies.set(id, resolve);
    socket.send(JSON.stringify({ id, command }));
  });
}

await tracer.startActiveSpan('POST /servers/restart', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await tell(1, 'restart'));
  span.end();
});
socket.close();
agent.close();
