/** Shopping carts in Redis. The callback API of redis@3 calls back from the socket that was opened at boot. */

import { once } from 'node:events';
import { SpanKind, trace } from '@opentelemetry/api';
import redis from 'redis';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('carts');
const server = await startRedis();
const client = redis.createClient({ host: '127.0.0.1', port: server.port });
await once(client, 'ready');
client.set('cart:ada', JSON.stringify([3, 4]));
await new Promise((done) => client.set('cart:bob', JSON.stringify([10]), done));

function loadTotal(user: string): Promise<number> {
  return new Promise((resolve, reject) => {
    client.get(`cart:${user}`, (error: Error | null, stored: string | null) => {
      if (error) {
        reject(error);
        return;
      }
      const span = tracer.startSpan(`total of cart:${user}`);
      const items = JSON.parse(stored ?? '[]') as number[];
      span.setAttribute('items', items.length);
      span.end();
      resolve(items.reduce((sum, item) => sum + item, 0));
    });
  });
}

function getCart(user: string): Promise<string> {
  return tracer.startActiveSpan(`GET /cart/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${user}: ${await loadTotal(user)}`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([getCart('ada'), getCart('bob')]));
client.quit();
server.close();
