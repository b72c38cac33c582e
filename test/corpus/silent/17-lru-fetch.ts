/** Rates with `lru-cache`: who asks while the first is loading waits for that load, which stays the first one's work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';

const tracer = trace.getTracer('rates');

const rates = new LRUCache<string, number>({
  max: 10,
  fetchMethod: (currency) =>
    tracer.startActiveSpan(`load ${currency}`, { kind: SpanKind.CLIENT }, async (span) => {
      await sleep(5);
      span.end();
      return 11.5;
    }),
});

async function convert(request: string): Promise<number> {
  const rate = (await rates.fetch('NOK')) ?? 0;
  return tracer.startActiveSpan(`convert ${request}`, (span) => {
    span.end();
    return rate * 2;
  });
}

async function get(request: string): Promise<string> {
  return tracer.startActiveSpan(`GET /rates/${request}`, { kind: SpanKind.SERVER }, async (span) => {
    const result = await convert(request);
    span.end();
    return `${request}: ${result}`;
  });
}

console.log(await Promise.all([get('a'), get('b')]));
console.log(await get('c'));
