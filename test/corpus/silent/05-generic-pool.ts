/** A pool of one connection; generic-pool hands connections out by native promises. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { createPool } from 'generic-pool';

const tracer = trace.getTracer('rooms');

class Connection {
  async select(id: number): Promise<string> {
    await sleep(3);
    return `room ${id}`;
  }
}

const pool = createPool<Connection>(
  { create: async () => new Connection(), destroy: async () => {} },
  { max: 1, min: 0 },
);

function query(id: number): Promise<string> {
  return pool.use(async (connection) => {
    const span = tracer.startSpan(`query room ${id}`, { kind: SpanKind.CLIENT });
    try {
      return await connection.select(id);
    } finally {
      span.end();
    }
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /rooms/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const room = await query(id);
    span.end();
    return room;
  });
}

console.log(await Promise.all([1, 2, 3].map(get)));
await pool.drain();
await pool.clear();
