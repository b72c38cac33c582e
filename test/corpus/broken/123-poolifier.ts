/** A fixed pool of poolifier's with two threads; nothing of the trace goes along with the tasks. */

import { fileURLToPath } from 'node:url';
import { SpanKind, trace } from '@opentelemetry/api';
import { FixedThreadPool } from 'poolifier';

const tracer = trace.getTracer('hashes');
const file = fileURLToPath(new URL('../support/workers/poolifier-hash.mjs', import.meta.url));
const pool = new FixedThreadPool<{ text: string }, string>(2, file);

async function post(text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /hash/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const digest = await pool.execute({ text });
      return `${text} ${digest}`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all(['alpha', 'beta', 'gamma'].map(post)));
// Not waited for: now and then it never settles, without the doctor too.
void pool.destroy();
