/** A shop asks a price service over socket.io; acknowledgements come from the socket that was opened at boot. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

const tracer = trace.getTracer('shop');
const http = createServer();
const server = new Server(http, { transports: ['websocket'] });
const list = new Map([
  ['pen', 20],
  ['ink', 7],
]);
server.on('connection', (socket) => {
  socket.on('price', (product: string, answer: (price: number) => void) => answer(list.get(product) ?? 0));
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
await new Promise<void>((resolve) => client.once('connect', resolve));

function priceInEuro(product: string): Promise<number> {
  return new Promise((resolve) => {
    client.emit('price', product, (price: number) => {
      const span = tracer.startSpan(`convert price of ${product}`);
      const euro = price / 11.5;
      span.end();
      resolve(euro);
    });
  });
}

async function get(product: string): Promise<string> {
  return tracer.startActiveSpan(`GET /shop/${product}`, { kind: SpanKind.SERVER }, async (span) => {
    const euro = await priceInEuro(product);
    span.end();
    return `${product}: ${euro.toFixed(2)} EUR`;
  });
}

console.log(await Promise.all([get('pen'), get('ink')]));
client.close();
await server.close();
