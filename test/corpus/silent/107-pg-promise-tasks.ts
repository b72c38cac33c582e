/** Tasks of pg-promise on a pool of one connection: the second waits until the first has given it back. */

import { SpanKind, trace } from '@opentelemetry/api';
import createPgp from 'pg-promise';
import { startPostgres } from '../support/fake-postgres.js';

const tracer = trace.getTracer('carts');
const server = await startPostgres();
const pgp = createPgp();
const db = pgp({ host: '127.0.0.1', port: server.port, user: 'shop', max: 1 });

async function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT });
  try {
    return await work();
  } finally {
    span.end();
  }
}

function saveCart(id: number): Promise<string> {
  return db.task(async (task) => {
    await traced(`lock cart ${id}`, () => task.one(`SELECT ${id} FOR UPDATE`));
    const row = await traced(`save cart ${id}`, () => task.one('SELECT save($1)', [id]));
    return row.value;
  });
}

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /carts/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const saved = await saveCart(id);
    span.end();
    return saved;
  });
}

console.log(await Promise.all([post(1), post(2)]));
await db.$pool.end();
server.close();
