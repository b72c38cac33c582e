/** The connection that one request gives back, while it goes on, is the one that the next request gets (tarn). */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Pool } from 'tarn';

const tracer = trace.getTracer('pages');

interface Connection {
  readonly id: number;
  queries: number;
}

const pool = new Pool<Connection>({ create: () => ({ id: 1, queries: 0 }), destroy: () => {}, min: 0, max: 1 });

async function runQuery(connection: Connection, page: string): Promise<string> {
  const span = tracer.startSpan(`query ${page}`, { kind: SpanKind.CLIENT });
  connection.queries++;
  await sleep(2);
  span.end();
  return `${page} by query ${connection.queries}`;
}

async function load(page: string): Promise<string> {
  const connection = await pool.acquire().promise;
  try {
    return await runQuery(connection, page);
  } finally {
    pool.release(connection);
  }
}

async function get(page: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${page}`, { kind: SpanKind.SERVER }, async (span) => {
    const row = await load(page);
    await tracer.startActiveSpan(`render ${page}`, async (render) => {
      await sleep(8);
      render.end();
    });
    span.end();
    return row;
  });
}

console.log(await Promise.all([get('a'), get('b')]));
await pool.destroy();
