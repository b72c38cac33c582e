/** An express service on PostgreSQL and Redis that calls another one. Nothing in it loses its context. */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, trace } from '@opentelemetry/api';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startPostgres } from './fake-postgres.js';
import { startRedis } from './fake-redis.js';
import { printSpans } from './print-spans.cjs';

const tracer = trace.getTracer('shop');

async function main(): Promise<void> {
  const postgres = await startPostgres();
  const redisServer = await startRedis();
  // Fewer connections than requests, so that some wait for one.
  const pool = new pg.Pool({ host: '127.0.0.1', port: postgres.port, user: 'shop', max: 2 });
  const redis = new Redis({ port: redisServer.port, host: '127.0.0.1' });

  /** What another team runs. */
  const stock = http.createServer((request, response) => {
    setTimeout(() => response.end(JSON.stringify({ left: request.url?.length })), 3);
  });
  const stockUrl = await listen(stock);

  const price = (id: string): Promise<string> =>
    tracer.startActiveSpan('price', async (span) => {
      const cached = await redis.get(`price ${id}`);
      const value = cached ?? (await pool.query('SELECT price($1)', [id])).rows[0].value;
      if (cached === null) await redis.set(`price ${id}`, value);
      span.end();
      return value;
    });

  const left = (id: string): Promise<string> =>
    new Promise((resolve, reject) => {
      http
        .get(`${stockUrl}/${id}`, (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => resolve(text));
        })
        .on('error', reject);
    });

  const app = express();
  app.use(express.json());
  app.use(async (request, _response, next) => {
    const span = tracer.startSpan('authorise');
    await context.with(trace.setSpan(context.active(), span), () => redis.get(`user ${request.query['user']}`));
    span.end();
    next();
  });
  app.get('/items/:id', async (request, response) => {
    const { id = '' } = request.params;
    const [cost, count, rating] = await Promise.all([
      price(id),
      left(id),
      fetch(`${stockUrl}/rating`).then((answer) => answer.text()),
    ]);
    response.json({ id, cost, count, rating });
  });
  app.post('/orders', async (request, response) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('INSERT', [request.body.id]);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    await redis.incr('orders');
    response.status(201).json({ ordered: request.body.id });
  });
  const server = http.createServer(app);
  const url = await listen(server);

  const get = async (path: string): Promise<string> => (await fetch(url + path)).text();
  const order = async (id: string): Promise<string> => {
    const body = JSON.stringify({ id });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${url}/orders`, { method: 'POST', headers, body })).text();
  };
  const answers = await Promise.all([get('/items/a'), get('/items/b'), order('c'), get('/items/d'), order('e')]);
  console.log(answers.join('\n'));

  server.close();
  stock.close();
  for (const one of [server, stock]) one.closeAllConnections();
  redis.disconnect();
  await pool.end();
  postgres.close();
  redisServer.close();
  await printSpans();
}

function listen(server: http.Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

main();
