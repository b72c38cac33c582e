/** A shop asks another service for the stock of a part, and sends its trace context along. */

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

const stock = new Map([
  ['bolt', 40],
  ['nut', 0],
]);

/** The inventory service. */
function serveStock(request: IncomingMessage, response: ServerResponse): void {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
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

function stockOf(part: string): Promise<number> {
  const headers = {};
  propagation.inject(context.active(), headers);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: `/stock/${part}`, headers }, async (response) => {
      const { left } = (await json(response)) as { left: number };
      resolve(left);
    });
    asked.on('error', reject);
    asked.end();
  });
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
