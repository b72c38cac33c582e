/** Stock levels: the callback driver `mysql`, made to return promises by Bluebird's `promisifyAll`. */

import { SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';
import mysql from 'mysql';
import { startMysql } from '../support/fake-mysql.js';

const tracer = trace.getTracer('stock');

interface AsyncPool {
  queryAsync(sql: string, values: unknown[]): Bluebird<{ value: string }[]>;
  endAsync(): Bluebird<void>;
}

const server = await startMysql();
const pool = Bluebird.promisifyAll(
  mysql.createPool({ host: '127.0.0.1', port: server.port, user: 'shop', connectionLimit: 1 }),
) as unknown as AsyncPool;

async function warmUp(): Promise<void> {
  await pool.queryAsync('SELECT 1', []);
}

function countStock(sku: string): Bluebird<number> {
  return pool.queryAsync('SELECT * FROM stock WHERE sku = ?', [sku]).then((rows) => {
    const span = tracer.startSpan(`count stock of ${sku}`, { attributes: { 'stock.rows': rows.length } });
    const count = rows[0]?.value.length ?? 0;
    span.end();
    return count;
  });
}

async function getStock(sku: string): Promise<string> {
  return tracer.startActiveSpan(`GET /stock/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${sku}: ${await countStock(sku)}`;
    } finally {
      span.end();
    }
  });
}

await warmUp();
console.log(await Promise.all([getStock('bolt'), getStock('nut')]));
await pool.endAsync();
server.close();
