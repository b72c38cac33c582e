/** The promise API of mysql2 and a pool of one: waiting for a connection does not lose the context. */

import { SpanKind, trace } from '@opentelemetry/api';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { startMysql } from '../support/fake-mysql.js';

const tracer = trace.getTracer('orders');
const server = await startMysql();
const pool = mysql.createPool({ host: '127.0.0.1', port: server.port, user: 'shop', connectionLimit: 1 });

async function select(id: number): Promise<string> {
  const connection = await pool.getConnection();
  const span = tracer.startSpan(`select order ${id}`, { kind: SpanKind.CLIENT });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT ${id}`);
    return rows[0]?.value;
  } finally {
    span.end();
    connection.release();
  }
}

function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const row = await select(id);
    span.end();
    return row;
  });
}

console.log(await Promise.all([get(1), get(2), get(3)]));
await pool.end();
server.close();
