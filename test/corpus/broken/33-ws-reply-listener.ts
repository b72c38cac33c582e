/** Quotes over one WebSocket to the exchange, opened at boot. Each request listens for its own answer. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

const tracer = trace.getTracer('quotes');

const exchange = new WebSocketServer({ port: 0, host: '127.0.0.1' });
exchange.on('connection', (socket) => {
  socket.on('message', (question) => socket.send(`${question}=${String(question).length * 10}`));
});
await once(exchange, 'listening');

const line = new WebSocket(`ws://127.0.0.1:${(exchange.address() as AddressInfo).port}`);
await once(line, 'open');

function ask(symbol: string): Promise<number> {
  return new Promise((resolve) => {
    const onMessage = (answer: RawData): void => {
      const [about, price] = String(answer).split('=');
      if (about !== symbol) return;
      line.off('message', onMessage);
      const span = tracer.startSpan(`parse quote ${symbol}`);
      span.end();
      resolve(Number(price));
    };
    line.on('message', onMessage);
    line.send(symbol);
  });
}

async function get(symbol: string): Promise<string> {
  return tracer.startActiveSpan(`GET /quotes/${symbol}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${symbol} ${await ask(symbol)}`;
    } finally {
      span.end();
    }
  });
}

console.log(await get('ACME'));
console.log(await get('INIT'));
line.close();
exchange.close();
