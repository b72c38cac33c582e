/** A chat: each message that comes in is a trace of its own, although client and server share a process here. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

const tracer = trace.getTracer('chat');
const room = new WebSocketServer({ port: 0, host: '127.0.0.1' });

room.on('connection', (peer) => {
  peer.on('message', (raw: RawData) => {
    const text = String(raw);
    tracer.startActiveSpan(`message ${text}`, { kind: SpanKind.CONSUMER }, (span) => {
      const broadcast = tracer.startSpan(`broadcast ${text}`);
      for (const client of room.clients) client.send(text.toUpperCase());
      broadcast.end();
      span.end();
    });
  });
});
await once(room, 'listening');

const ada = new WebSocket(`ws://127.0.0.1:${(room.address() as AddressInfo).port}`);
await once(ada, 'open');
for (const text of ['hello', 'bye']) {
  ada.send(text);
  const [heard] = await once(ada, 'message');
  console.log(String(heard));
}
ada.close();
room.close();
