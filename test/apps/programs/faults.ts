/** The same kind of service with faults of its own: each line that loses something says so. */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { trace } from '@opentelemetry/api';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startPostgres } from './fake-postgres.js';
import { startRedis } from './fake-redis.js';
import { printSpans } from './print-spans.cjs';

const tracer = trace.getTracer('shop');

/** One at a time; who comes meanwhile is called later, by whoever is done. */
class Lock {
  readonly #waiting: (() => void)[] = [];
  #held = false;

  acquire(use: () => void): void {
    if (this.#held) this.#waiting.push(use);
    else {
      this.#held = true;
      use();
    }
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#held = false;
  }
}

async function main(): Promise<void> {
  const postgres = await startPostgres();
  const redisServer = await startRedis();
  const pool = new pg.Pool({ host: '127.0.0.1', port: postgres.port, user: 'shop', max: 2 });
  const redis = new Redis({ port: redisServer.port, host: '127.0.0.1' });
  const lock = new Lock();

  const take = (id: string): Promise<void> =>
    new Promise((resolve, reject) => {
      lock.acquire(() => {
        // trace-mismatch
        redis.set('stock', id).then(() => {
          lock.release();
          resolve();
        }, reject);
      });
    });

  const app = express();
  app.get('/take/:id', async (request, response) => {
    await take(request.params.id ?? '');
    response.send('taken');
  });
  app.get('/audit', (_request, response) => {
    pool.query('INSERT audit'); // outlives-parent
    response.send('audited');
  });
  app.get('/render', async (_request, response) => {
    const span = tracer.startSpan('render'); // unended-span
    const page = await redis.get('page');
    if (page !== null) span.end();
    response.send(String(page));
  });
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = async (path: string): Promise<string> => (await fetch(url + path)).text();

  const taken = await Promise.all([get('/take/a'), get('/take/b')]);
  const pages = [await get('/audit'), await get('/render')];
  console.log([...taken, ...pages].join('\n'));

  server.close();
  server.closeAllConnections();
  redis.disconnect();
  await pool.end();
  postgres.close();
  redisServer.close();
  await printSpans();
}

main();
