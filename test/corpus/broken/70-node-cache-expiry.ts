/** A cache made on first use, inside a request: its expiry timer keeps that request's context for good. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import NodeCache from 'node-cache';

const tracer = trace.getTracer('users');
let cache: NodeCache | undefined;
let evicted = 0;

function onExpired(key: string): void {
  const span = tracer.startSpan(`evict ${key}`);
  evicted++;
  span.end();
}

function users(): NodeCache {
  if (cache === undefined) {
    cache ??= new NodeCache({ stdTTL: 0.01, checkperiod: 0.02 });
    cache.on('expired', onExpired);
  }
  return cache;
}

async function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const found = users().get<string>(name) ?? `user ${name}`;
    users().set(name, found);
    span.end();
    return found;
  });
}

console.log(await get('ada'));
await sleep(60);
console.log(await get('bob'));
while (evicted < 2) await sleep(5);
users().close();
