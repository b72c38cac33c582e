/** Pictures are resized in child processes of jest-worker, as bundlers do. */

import { fileURLToPath } from 'node:url';
import { SpanKind, trace } from '@opentelemetry/api';
import { Worker } from 'jest-worker';

const tracer = trace.getTracer('pictures');
const script = fileURLToPath(new URL('../support/workers/resize.cjs', import.meta.url));
const pool = new Worker(script, { numWorkers: 1, exposedMethods: ['resize'] }) as Worker & {
  resize(file: string): Promise<string>;
};

async function resize(file: string): Promise<string> {
  return pool.resize(file);
}

await tracer.startActiveSpan('PUT /b.png', { kind: SpanKind.SERVER }, async (span) => {
  try {
    console.log(await resize('b.png'));
  } finally {
    span.end();
  }
});
await pool.end();
