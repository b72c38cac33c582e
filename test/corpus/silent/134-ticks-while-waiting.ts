/** Rates arrive by Redis pub/sub from another service's timer, each a trace of its own, while a request waits for them. */

import { SpanKind, trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('rates');
const server = await startRedis();
const feed = new Redis({ port: server.port, host: '127.0.0.1' });
const subscriber = new Redis({ port: server.port, host: '127.0.0.1' });
const rates: number[] = [];
const waiting = new Set<() => void>();

subscriber.on('message', (_channel, text) => {
  tracer.startActiveSpan(`apply rate ${text}`, { kind: SpanKind.CONSUMER }, (span) => {
    rates.push(Number(text));
    span.end();
  });
  for (const look of [...waiting]) look();
});
await subscriber.subscribe('rates');
await feed.publish('rates', '10');

function haveRates(count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (rates.length < count) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

async function getRates(): Promise<string> {
  return tracer.startActiveSpan('GET /rates', { kind: SpanKind.SERVER }, async (span) => {
    const wait = tracer.startSpan('wait for two rates');
    await haveRates(3);
    wait.end();
    span.end();
    return rates.join();
  });
}

await haveRates(1);
let next = 11;
const published: Promise<number>[] = [];
const timer = setInterval(() => {
  published.push(feed.publish('rates', String(next++)));
  if (next === 13) clearInterval(timer);
}, 10);
console.log(await getRates());
await Promise.all(published);
feed.disconnect();
subscriber.disconnect();
server.close();
