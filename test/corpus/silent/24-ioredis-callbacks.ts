/** Carts with ioredis: also its callbacks come by native promises, in the caller's context. */

import { SpanKind, trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('carts');
const server = await startRedis();
const redis = new Redis({ port: server.port, host: '127.0.0.1' });
await redis.set('ada', '12');
await redis.set('bob', '30');

function total(user: string): Promise<number> {
  return new Promise((resolve, reject) => {
    redis.get(user, (error, text) => {
      const span = tracer.startSpan(`total of ${user}`);
      span.end();
      if (error) reject(error);
      else resolve(Number(text));
    });
  });
}

async function get(user: string): Promise<string> {
  return tracer.startActiveSpan(`GET /cart/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const sum = await total(user);
    await redis.pipeline().incr(`${user}:views`).get(user).exec();
    tracer.startSpan(`pipeline for ${user}`).end();
    span.end();
    return `${user} ${sum}`;
  });
}

console.log(await Promise.all([get('ada'), get('bob')]));
redis.disconnect();
server.close();
