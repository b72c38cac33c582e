/** The first request opens the subscription; every message of the years to come lands in that request's trace. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('prices');
const server = await startRedis();
let price = 9;
let subscriber: Redis | undefined;

async function subscribe(): Promise<Redis> {
  const client = new Redis({ port: server.port, host: '127.0.0.1' });
  client.on('message', (_channel, text) => {
    const span = tracer.startSpan(`apply price ${text}`);
    price = Number(text);
    span.end();
  });
  await client.subscribe('prices');
  return client;
}

async function getPrice(): Promise<number> {
  return tracer.startActiveSpan('GET /price', { kind: SpanKind.SERVER }, async (span) => {
    subscriber ??= await subscribe();
    span.end();
    return price;
  });
}

const publisher = new Redis({ port: server.port, host: '127.0.0.1' });
await publisher.set('warm', 'up');
console.log(await getPrice());
await sleep(5);
await publisher.publish('prices', '10');
await publisher.publish('prices', '11');
while (price !== 11) await sleep(2);
console.log(price);
subscriber?.disconnect();
publisher.disconnect();
server.close();
