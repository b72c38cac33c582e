/** A connection pool of the team's own that keeps each waiter's context with an AsyncResource. */

import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('pool');

interface Connection {
  readonly id: number;
}
type Use = (connection: Connection) => void;

class Pool {
  readonly #idle: Connection[];
  readonly #waiting: Use[] = [];

  constructor(size: number) {
    this.#idle = Array.from({ length: size }, (_, id) => ({ id }));
  }

  acquire(use: Use): void {
    const connection = this.#idle.pop();
    if (connection) use(connection);
    else this.#waiting.push(AsyncResource.bind(use));
  }

  release(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }

  query(sql: string, done: (rows: string[]) => void): void {
    this.acquire((connection) => {
      const span = tracer.startSpan(sql, { kind: SpanKind.CLIENT, attributes: { connection: connection.id } });
      setTimeout(() => {
        span.end();
        this.release(connection);
        done([`${sql} on ${connection.id}`]);
      }, 2);
    });
  }
}

const pool = new Pool(2);
const query = (sql: string) => new Promise<string[]>((resolve) => pool.query(sql, resolve));

async function get(id: number): Promise<number> {
  return tracer.startActiveSpan(`GET /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const rows = await Promise.all([query(`select order ${id}`), query(`select lines ${id}`)]);
    const render = tracer.startSpan(`render ${id}`);
    await sleep(1);
    render.end();
    span.end();
    return rows.flat().length;
  });
}

console.log(await Promise.all([1, 2, 3, 4].map(get)));
