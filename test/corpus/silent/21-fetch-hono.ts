/** A shop and its inventory (hono): headers injected here, extracted there. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { Hono } from 'hono';

const tracer = trace.getTracer('shop');
const inventory = new Hono();

inventory.use(async (c, next) => {
  const parent = propagation.extract(context.active(), c.req.header());
  await tracer.startActiveSpan(`${c.req.method} ${c.req.path}`, { kind: SpanKind.SERVER }, parent, async (span) => {
    await next();
    span.end();
  });
});
inventory.get('/stock/:item', (c) => {
  const span = tracer.startSpan(`count ${c.req.param('item')}`);
  span.end();
  return c.json({ count: 3 });
});

const server = serve({ fetch: inventory.fetch, port: 0, hostname: '127.0.0.1' });
if (server.address() === null) await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function fetchStock(item: string): Promise<number> {
  return tracer.startActiveSpan('fetch stock', { kind: SpanKind.CLIENT }, async (span) => {
    const headers: Record<string, string> = { connection: 'close' };
    propagation.inject(context.active(), headers);
    const answer = await fetch(`${url}/stock/${item}`, { headers });
    const { count } = (await answer.json()) as { count: number };
    span.end();
    return count;
  });
}

await tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await fetchStock('lamp'));
  span.end();
});
server.close();
