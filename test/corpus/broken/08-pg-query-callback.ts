/** A catalogue in PostgreSQL: one client, connected at boot, with the callback API. */

import { SpanKind, trace } from '@opentelemetry/api';
import pg from 'pg';
import { startPostgres } from '../support/fake-postgres.js';

const tracer = trace.getTracer('catalogue');
const server = await startPostgres();
const client = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'shop', database: 'shop' });
await client.connect();

function query<T>(sql: string, map: (row: { value: string }) => T): Promise<T[]> {
  return new Promise((resolve, reject) => {
    client.query(sql, (error, result) => {
      if (error) reject(error);
      else resolve(result.rows.map(map));
    });
  });
}

async function list(kind: string): Promise<string[]> {
  const open = new Map<string, ReturnType<typeof tracer.startSpan>>();
  const titles = await query(`SELECT title FROM ${kind}`, (row) => {
    const span = open.get(kind) ?? tracer.startSpan(`map rows of ${kind}`);
    open.set(kind, span);
    return row.value.toLowerCase();
  });
  for (const span of open.values()) span.end();
  return titles;
}

async function get(kind: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${kind}`, { kind: SpanKind.SERVER }, async (span) => {
    const titles = await list(kind);
    span.end();
    return titles.join(', ');
  });
}

console.log(await get('books'));
console.log(await get('films'));
await client.end();
server.close();
