/** Sums, far too heavy for the main thread, by `workerpool`. */

import { fileURLToPath } from 'node:url';
import { SpanKind, trace } from '@opentelemetry/api';
import workerpool from 'workerpool';

const tracer = trace.getTracer('sums');
const script = fileURLToPath(new URL('../support/workers/sum.mjs', import.meta.url));
const pool = workerpool.pool(script, { workerType: 'thread', maxWorkers: 1 });

async function sum(numbers: readonly number[]): Promise<number> {
  const total = await pool.exec('sum', [numbers]);
  return total as number;
}

await tracer.startActiveSpan('POST /sum', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await sum([1, 2, 3]));
  span.end();
});
await pool.terminate();
