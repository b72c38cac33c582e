/** Weather in a cache: cache-manager's `wrap` lets whoever comes second wait for the first one's work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { createCache } from 'cache-manager';

const tracer = trace.getTracer('weather');
const cache = createCache({ ttl: 10_000 });

async function askStation(city: string): Promise<number> {
  return tracer.startActiveSpan(`ask station ${city}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(6);
    span.end();
    return city.length;
  });
}

async function render(city: string, visitor: number): Promise<string> {
  const degrees = await cache.wrap(city, () => askStation(city));
  const span = tracer.startSpan(`render ${city}#${visitor}`);
  const text = `${city}: ${degrees}°`;
  span.end();
  return text;
}

async function get(city: string, visitor: number): Promise<string> {
  return tracer.startActiveSpan(`GET /weather/${city}#${visitor}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await render(city, visitor);
    span.end();
    return text;
  });
}

console.log(await Promise.all([get('oslo', 1), get('oslo', 2)]));
console.log(await get('oslo', 3));
