/** A notes service, ported from one with a thread for each request: the current request's span is the active one. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('notes');

function startChild(name: string): Span {
  return tracer.startSpan(name, { kind: SpanKind.CLIENT });
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

function getNote(id: string): Promise<string> {
  return tracer.startActiveSpan(`GET /notes/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const note = await query('note', id);
      const author = await query('author', id);
      return `${note} by ${author}`;
    } finally {
      span.end();
    }
  });
}

for (const page of await Promise.all(['a', 'b'].map(getNote))) console.log(page);
