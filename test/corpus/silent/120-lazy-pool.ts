/** The pool is made by the first request, connections by whoever needs one; nothing stays behind. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { createPool, type Pool } from 'generic-pool';

const tracer = trace.getTracer('rooms');

interface Connection {
  readonly id: number;
}

let pool: Pool<Connection> | undefined;
let opened = 0;

async function open(): Promise<Connection> {
  const id = ++opened;
  return tracer.startActiveSpan(`open connection ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return { id };
  });
}

function rooms(): Pool<Connection> {
  pool ??= createPool({ create: open, destroy: async () => {} }, { max: 2, min: 0 });
  return pool;
}

async function query(id: number, ms: number): Promise<string> {
  const connection = await rooms().acquire();
  const span = tracer.startSpan(`query room ${id}`, { kind: SpanKind.CLIENT });
  await sleep(ms);
  span.end();
  await rooms().release(connection);
  return `room ${id} by ${connection.id}`;
}

async function get(id: number, ms: number): Promise<string> {
  return tracer.startActiveSpan(`GET /rooms/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const room = await query(id, ms);
    span.end();
    return room;
  });
}

console.log(await get(1, 2));
console.log(await Promise.all([get(2, 20), get(3, 2)]));
await pool?.drain();
await pool?.clear();
