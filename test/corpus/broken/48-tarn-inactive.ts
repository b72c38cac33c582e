/** A transfer over a tarn pool: the span of the transaction is not made active, so its parts hang beside it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Pool } from 'tarn';

const tracer = trace.getTracer('bank');

class Connection {
  async run(what: string, amount: number): Promise<void> {
    await tracer.startActiveSpan(`${what} ${amount}`, async (span) => {
      await sleep(2);
      span.end();
    });
  }
}

const pool = new Pool<Connection>({
  create: async () => new Connection(),
  destroy: async () => {},
  min: 0,
  max: 2,
});

async function transfer(amount: number): Promise<number> {
  const transaction = tracer.startSpan(`transfer ${amount}`);
  const connection = await pool.acquire().promise;
  try {
    await connection.run('begin', amount);
    await connection.run('update', amount);
    return 100 - amount;
  } finally {
    pool.release(connection);
    transaction.end();
  }
}

await tracer.startActiveSpan('POST /transfers', { kind: SpanKind.SERVER }, async (span) => {
  console.log(`balance: ${await transfer(50)}`);
  span.end();
});
await pool.destroy();
