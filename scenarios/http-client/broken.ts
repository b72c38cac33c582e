/** A shop asks another service for the stock of a part before it takes an order. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

const stock = new Map([
  ['bolt', 40],
  ['nut', 0],
]);

/** The inventory service. It goes on with the trace of whoever asks. */
function serveStock(request: IncomingMessage, response: ServerResponse): void {
  const parent = propagation.extract(context.active(), request.headers);
  tracer.startActiveSpan(`GET ${request.url}`, { kind: SpanKind.SERVER }, parent, (span) => {
    const part = request.url?.slice('/stock/'.length) ?? '';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ part, left: stock.get(part) ?? 0 }));
    span.end();
  });
}

const inventory = createServer(serveStock);
await new Promise<void>((listening) => inventory.listen(0, '127.0.0.1', listening));
const { port } = inventory.address() as AddressInfo;

async function stockOf(part: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/stock/${part}`);
  const { left } = (await response.json()) as { left: number };
  return left;
}

function order(part: string): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${part}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return (await stockOf(part)) > 0 ? `${part} ordered` : `${part} sold out`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all(['bolt', 'nut'].map(order)));
inventory.close();
