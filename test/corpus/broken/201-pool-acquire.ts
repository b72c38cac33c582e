/** A connection pool of the team's own: who has to wait is served in the context of whoever leaves. */

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
    else this.#waiting.push(use);
  }

  release(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
}

class Orders {
  readonly #pool = new Pool(1);

  load(id: number, done: (text: string) => void): void {
    this.#pool.acquire((connection) => {
      const span = tracer.startSpan(`select order ${id}`, { kind: SpanKind.CLIENT });
      setTimeout(() => {
        span.end();
        done(`order ${id} on ${connection.id}`);
        this.#pool.release(connection);
      }, 3);
    });
  }
}

const orders = new Orders();

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await new Promise<string>((resolve) => orders.load(id, resolve));
    span.end();
    return text;
  });
}

console.log(await Promise.all([get(1), get(2), get(3)]));
