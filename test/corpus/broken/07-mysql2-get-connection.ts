/** Orders in MySQL, one connection: who waits for it is called back by whoever gives it back. */

import { SpanKind, trace } from '@opentelemetry/api';
import mysql, { type RowDataPacket } from 'mysql2';
import { startMysql } from '../support/fake-mysql.js';

const tracer = trace.getTracer('orders');
const server = await startMysql();
const pool = mysql.createPool({ host: '127.0.0.1', port: server.port, user: 'shop', connectionLimit: 1 });

type Row = RowDataPacket & { value: string };

function select(id: number, done: (error: Error | null, row?: Row) => void): void {
  pool.getConnection((error, connection) => {
    if (error) {
      done(error);
      return;
    }
    const span = tracer.startSpan(`select order ${id}`, { kind: SpanKind.CLIENT });
    connection.query<Row[]>(`SELECT * FROM orders WHERE id = ${id}`, (failure: Error | null, rows: Row[]) => {
      span.end();
      connection.release();
      done(failure, rows?.[0]);
    });
  });
}

function getOrder(id: number): Promise<string> {
  return tracer.startActiveSpan(
    `GET /orders/${id}`,
    { kind: SpanKind.SERVER },
    (span) =>
      new Promise<string>((resolve, reject) => {
        select(id, (error, row) => {
          span.end();
          if (error) reject(error);
          else resolve(row?.value ?? 'none');
        });
      }),
  );
}

for (const order of await Promise.all([getOrder(1), getOrder(2), getOrder(3)])) console.log(order);
pool.end();
server.close();
