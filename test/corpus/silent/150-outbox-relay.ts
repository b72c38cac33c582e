/** A transactional outbox: a relay of boot's reads rows in its own time, and has a trace of its own for each. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import initSqlJs from 'sql.js';

const tracer = trace.getTracer('orders');
const SQL = await initSqlJs();
const db = new SQL.Database();
db.run('CREATE TABLE outbox (id TEXT, body TEXT, sent INTEGER)');
const published: string[] = [];

async function publish(id: string): Promise<void> {
  await tracer.startActiveSpan(`publish ${id}`, { kind: SpanKind.PRODUCER }, async (span) => {
    await sleep(1);
    published.push(id);
    span.end();
  });
}

async function relayOnce(): Promise<void> {
  const rows = db.exec('SELECT id FROM outbox WHERE sent = 0')[0]?.values ?? [];
  for (const [id] of rows) {
    db.run('UPDATE outbox SET sent = 1 WHERE id = ?', [String(id)]);
    await tracer.startActiveSpan(`relay ${id}`, async (span) => {
      await publish(String(id));
      span.end();
    });
  }
}

let running = true;
async function relay(): Promise<void> {
  while (running) {
    await relayOnce();
    await sleep(5);
  }
}
const relaying = relay();

async function post(id: string): Promise<string> {
  return tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER }, async (span) => {
    const insert = tracer.startSpan('insert order', { kind: SpanKind.CLIENT });
    db.run('INSERT INTO outbox VALUES (?, ?, 0)', [id, JSON.stringify({ id, total: 20 })]);
    insert.end();
    const print = tracer.startSpan('print receipt');
    while (published.length === 0) await sleep(4);
    await sleep(10);
    print.end();
    span.end();
    return id;
  });
}

console.log(await post('order-17'));
running = false;
await relaying;
console.log(published);
