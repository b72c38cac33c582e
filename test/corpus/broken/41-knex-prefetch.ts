/** A dashboard: two queries through knex are started first, and the request's span only when they are on their way. */

import { SpanKind, trace } from '@opentelemetry/api';
import createKnex from 'knex';
import { startMysql } from '../support/fake-mysql.js';

const tracer = trace.getTracer('dashboard');
const server = await startMysql();
const knex = createKnex({
  client: 'mysql2',
  connection: { host: '127.0.0.1', port: server.port, user: 'shop' },
  pool: { min: 0, max: 2 },
});

async function loadCustomer(id: number): Promise<string> {
  const span = tracer.startSpan(`load customer ${id}`, { kind: SpanKind.CLIENT });
  const [row] = await knex('customers').where('name', 'ada').select('*');
  span.end();
  return row.value;
}

async function loadOrders(id: number): Promise<string> {
  const span = tracer.startSpan(`load orders of ${id}`, { kind: SpanKind.CLIENT });
  const rows = await knex('orders').where({ customer: id }).limit(3);
  span.end();
  return rows[0].value;
}

async function dashboard(id: number): Promise<string[]> {
  const [customer, orders] = [loadCustomer(id), loadOrders(id)];
  return tracer.startActiveSpan(`GET /dashboard/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const parts = await Promise.all([customer, orders]);
    span.end();
    return parts;
  });
}

for (const part of await dashboard(5)) console.log(part);
await knex.destroy();
server.close();
