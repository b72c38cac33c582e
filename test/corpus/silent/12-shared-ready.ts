/** Every request awaits the one connection that was begun when the service started. */

import { SpanKind, trace } from '@opentelemetry/api';
import pg from 'pg';
import { startPostgres } from '../support/fake-postgres.js';

const tracer = trace.getTracer('books');
const server = await startPostgres();

async function connect(): Promise<pg.Client> {
  return tracer.startActiveSpan('connect to postgres', { kind: SpanKind.CLIENT }, async (span) => {
    const client = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'shop' });
    await client.connect();
    span.end();
    return client;
  });
}

const ready = connect();

async function select(id: number): Promise<string> {
  const client = await ready;
  return tracer.startActiveSpan(`select book ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    const { rows } = await client.query(`SELECT ${id}`);
    span.end();
    return rows[0].value;
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /books/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const book = await select(id);
    span.end();
    return book;
  });
}

console.log(await get(1));
console.log(await get(2));
await (await ready).end();
server.close();
