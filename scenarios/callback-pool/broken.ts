/** Order lookups over a connection pool of one: who comes second waits for a connection. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('orders');

interface Connection {
  select(table: string, id: string): Promise<string>;
}

class ConnectionPool {
  readonly #idle: Connection[];
  readonly #waiters: Array<(connection: Connection) => void> = [];

  constructor(connections: Connection[]) {
    this.#idle = [...connections];
  }

  acquire(callback: (connection: Connection) => void): void {
    const connection = this.#idle.pop();
    if (connection) callback(connection);
    else this.#waiters.push(callback);
  }

  release(connection: Connection): void {
    const next = this.#waiters.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
}

const connection: Connection = {
  async select(table, id) {
    await sleep(10);
    return `${table} row ${id}`;
  },
};

const pool = new ConnectionPool([connection]);

function runQuery(connection: Connection, table: string, id: string): Promise<string> {
  return tracer.startActiveSpan(`query ${table} ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      return await connection.select(table, id);
    } finally {
      span.end();
    }
  });
}

function query(table: string, id: string): Promise<string> {
  return new Promise((resolve, reject) => {
    pool.acquire(async (connection) => {
      try {
        resolve(await runQuery(connection, table, id));
      } catch (error) {
        reject(error);
      } finally {
        pool.release(connection);
      }
    });
  });
}

function render(row: string): Promise<string> {
  return tracer.startActiveSpan('render order', async (span) => {
    await sleep(100);
    span.end();
    return `<p>${row}</p>`;
  });
}

function handleRequest(id: string): Promise<string> {
  return tracer.startActiveSpan(`GET /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await render(await query('orders', id));
    } finally {
      span.end();
    }
  });
}

const pages = await Promise.all(['A', 'B', 'C'].map((id) => handleRequest(id)));
for (const page of pages) console.log(page);
