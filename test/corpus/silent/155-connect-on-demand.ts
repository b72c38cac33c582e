/** The first request connects, whoever comes meanwhile waits for the same connection, and queries are everybody's own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pg from 'pg';
import { startPostgres } from '../support/fake-postgres.js';

const tracer = trace.getTracer('pages');
const server = await startPostgres();
let connecting: Promise<pg.Client> | undefined;

async function connect(): Promise<pg.Client> {
  return tracer.startActiveSpan('connect', { kind: SpanKind.CLIENT }, async (span) => {
    const handshake = tracer.startSpan('handshake');
    const client = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'shop' });
    await client.connect();
    handshake.end();
    span.end();
    return client;
  });
}

function connection(): Promise<pg.Client> {
  connecting ??= connect();
  return connecting;
}

async function query(page: string): Promise<string> {
  const client = await connection();
  return tracer.startActiveSpan(`query ${page}`, { kind: SpanKind.CLIENT }, async (span) => {
    const { rows } = await client.query(`SELECT ${page}`);
    span.end();
    return rows[0].value;
  });
}

async function get(page: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${page}`, { kind: SpanKind.SERVER }, async (span) => {
    const row = await query(page);
    span.end();
    return row;
  });
}

console.log(await Promise.all([get('a'), get('b')]));
await sleep(2);
console.log(await get('c'));
await (await connection()).end();
server.close();
