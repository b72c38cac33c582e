/** Hashes are made by a piscina pool of one thread; no carrier goes along. */

import { SpanKind, trace } from '@opentelemetry/api';
import { Piscina } from 'piscina';

const tracer = trace.getTracer('hashes');
const pool = new Piscina({
  filename: new URL('../support/workers/hash.mjs', import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
});

function hash(text: string): Promise<string> {
  return pool.run({ text });
}

async function post(text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /hash/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${text} ${await hash(text)}`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([post('alpha'), post('beta')]));
await pool.close();
