/** Hashes by piscina, with the trace context in the task. */

import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { Piscina } from 'piscina';

const tracer = trace.getTracer('hashes');
const pool = new Piscina({
  filename: new URL('../support/workers/hash.mjs', import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
});

function hash(text: string): Promise<string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return pool.run({ text, carrier });
}

async function post(text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /hash/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    const digest = await hash(text);
    span.end();
    return `${text} ${digest}`;
  });
}

console.log(await Promise.all([post('alpha'), post('beta')]));
await pool.close();
