/** Three things speak of the same town at the same time, and have nothing to do with each other. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import split from 'split2';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('towns');
const server = await startRedis();
const redis = new Redis({ port: server.port, host: '127.0.0.1' });
await redis.set('oslo', '60 N');

const station = createServer((socket) => {
  setTimeout(() => socket.end('oslo 12\n'), 12);
});
station.listen(0, '127.0.0.1');
await once(station, 'listening');
let degrees = 0;
const feed = connect((station.address() as AddressInfo).port, '127.0.0.1');
feed.pipe(split()).on('data', (line: string) => {
  const [town, value] = line.split(' ');
  const span = tracer.startSpan(`tick ${town}`);
  degrees = Number(value);
  span.end();
});

async function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name);
  const result = await work();
  span.end();
  return result;
}

async function search(town: string): Promise<string> {
  return tracer.startActiveSpan(`GET /search/${town}`, { kind: SpanKind.SERVER }, async (span) => {
    const place = await traced(`query ${town}`, () => redis.get(town));
    while (degrees === 0) await sleep(3);
    span.end();
    return `${town} ${place}`;
  });
}

async function weather(town: string): Promise<string> {
  return tracer.startActiveSpan(`GET /weather/${town}`, { kind: SpanKind.SERVER }, async (span) => {
    await traced(`measure ${town}`, async () => {
      while (degrees === 0) await sleep(3);
    });
    span.end();
    return `${town} ${degrees}`;
  });
}

console.log(await Promise.all([search('oslo'), weather('oslo')]));
redis.disconnect();
station.close();
server.close();
