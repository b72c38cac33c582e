/** Cache invalidation over Redis pub/sub: nothing of the trace goes with the message. */

import { SpanKind, trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('cache');
const server = await startRedis();
const redis = new Redis({ port: server.port, host: '127.0.0.1' });
const subscriber = new Redis({ port: server.port, host: '127.0.0.1' });
const cache = new Map([['price-list', [1, 2, 3]]]);
const dropped = new Map<string, () => void>();

subscriber.on('message', (_channel, text) => {
  const { key } = JSON.parse(text) as { key: string };
  tracer.startActiveSpan(`drop ${key}`, { kind: SpanKind.CONSUMER }, (span) => {
    cache.delete(key);
    span.end();
    dropped.get(key)?.();
  });
});
await subscriber.subscribe('invalidate');
await redis.set('price-list', '[1,2,3]');

async function invalidate(key: string): Promise<void> {
  const everywhere = new Promise<void>((resolve) => dropped.set(key, resolve));
  await redis.publish('invalidate', JSON.stringify({ key, by: 'admin' }));
  await everywhere;
}

await tracer.startActiveSpan('DELETE /cache/price-list', { kind: SpanKind.SERVER }, async (span) => {
  await invalidate('price-list');
  span.end();
});
console.log(`${cache.size} entries left`);
redis.disconnect();
subscriber.disconnect();
server.close();
