/** A fixed pool of poolifier's, whose tasks carry the context of whoever asked. */

import { fileURLToPath } from 'node:url';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { FixedThreadPool } from 'poolifier';

const tracer = trace.getTracer('hashes');
const file = fileURLToPath(new URL('../support/workers/poolifier-hash.mjs', import.meta.url));
const pool = new FixedThreadPool<{ text: string; carrier?: object }, string>(2, file);

async function hash(text: string): Promise<string> {
  const carrier = {};
  propagation.inject(context.active(), carrier);
  return pool.execute({ text, carrier });
}

async function post(text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /hash/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    const digest = await hash(text);
    span.end();
    return `${text} ${digest}`;
  });
}

console.log(await Promise.all(['alpha', 'beta', 'gamma'].map(post)));
// Not waited for: now and then it never settles, without the doctor too.
void pool.destroy();
