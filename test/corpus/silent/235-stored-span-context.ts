/** Consumers make a parent of the ids that came with the row, by `wrapSpanContext`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('outbox');

interface Row {
  readonly id: number;
  readonly text: string;
  readonly traceId: string;
  readonly spanId: string;
}
const table: Row[] = [];

async function post(text: string): Promise<number> {
  return tracer.startActiveSpan(`POST /notes/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    const id = await tracer.startActiveSpan('insert', { kind: SpanKind.PRODUCER }, async (insert) => {
      const { traceId, spanId } = insert.spanContext();
      await sleep(1);
      table.push({ id: table.length + 1, text, traceId, spanId });
      insert.end();
      return table.length;
    });
    span.end();
    return id;
  });
}

async function index({ text, traceId, spanId }: Row): Promise<void> {
  const origin = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  const parent = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(origin));
  const span = tracer.startSpan(`index ${text}`, { kind: SpanKind.CONSUMER }, parent);
  await context.with(trace.setSpan(parent, span), async () => {
    const words = tracer.startSpan('split words');
    await sleep(1);
    words.end();
  });
  span.end();
}

console.log(await Promise.all([post('milk'), post('bread')]));
for (let row = table.shift(); row; row = table.shift()) await index(row);
console.log(table.length);
