/** The answer does not wait for the cache to be written, and the span ends before that. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('cache');
const cache = new Map<string, string>();
const written: string[] = [];

async function write(key: string, value: string): Promise<void> {
  const span = tracer.startSpan(`write ${key}`, { kind: SpanKind.CLIENT });
  await sleep(4);
  cache.set(key, value);
  written.push(key);
  span.end();
}

async function load(key: string): Promise<string> {
  const span = tracer.startSpan(`load ${key}`, { kind: SpanKind.CLIENT });
  await sleep(1);
  span.end();
  return key.toUpperCase();
}

async function get(key: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${key}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const value = await load(key);
      void write(key, value);
      return value;
    } finally {
      span.end();
    }
  });
}

console.log(await get('a'), await get('b'));
while (written.length < 2) await sleep(2);
