/** A notes service, ported from one with a thread for each request: the current request's span is kept in a variable. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('notes');

/** The span of the request that is being served. */
let current: Span | undefined;

function startChild(name: string): Span {
  const parent = current ? trace.setSpan(context.active(), current) : context.active();
  return tracer.startSpan(name, { kind: SpanKind.CLIENT }, parent);
}

async function query(table: string, id: string): Promise<string> {
  const span = startChild(`SELECT ${table} ${id}`);
  try {
    await sleep(5);
    return `${table} ${id}`;
  } finally {
    span.end();
  }
}

async function getNote(id: string): Promise<string> {
  const span = tracer.startSpan(`GET /notes/${id}`, { kind: SpanKind.SERVER });
  current = span;
  try {
    const note = await query('note', id);
    const author = await query('author', id);
    return `${note} by ${author}`;
  } finally {
    span.end();
  }
}

for (const page of await Promise.all(['a', 'b'].map(getNote))) console.log(page);
