/** An early return that leaves a span open. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('carts');
const cache = new Map<string, string>();

async function load(id: string): Promise<string> {
  const lookup = tracer.startSpan(`look up ${id}`);
  const known = cache.get(id);
  if (known !== undefined) return known;
  await sleep(1);
  cache.set(id, `cart ${id}`);
  lookup.end();
  return `cart ${id}`;
}

async function get(id: string): Promise<string> {
  return tracer.startActiveSpan(`GET /carts/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await load(id);
    } finally {
      span.end();
    }
  });
}

console.log(await get('a'), await get('a'));
