/** A shop charges and refunds orders through a payment provider, which lives elsewhere and is not traced by us. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

/** Stands in for the provider. */
const provider = createServer((request, response) => {
  response.end(`${request.method} ${request.url} accepted`);
});
await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
const { port } = provider.address() as AddressInfo;

async function post(path: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers });
  return response.text();
}

function charge(order: string): Promise<string> {
  const headers: Record<string, string> = { 'idempotency-key': `charge-${order}` };
  propagation.inject(context.active(), headers);
  return post(`/charges/${order}`, headers);
}

function refund(order: string): Promise<string> {
  const headers = { 'idempotency-key': `refund-${order}` };
  return post(`/refunds/${order}`, headers);
}

function inSpan(name: string, work: () => Promise<string>): Promise<string> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

console.log(await inSpan('POST /orders/o1', () => charge('o1')));
console.log(await inSpan('DELETE /orders/o1', () => refund('o1')));
provider.close();
