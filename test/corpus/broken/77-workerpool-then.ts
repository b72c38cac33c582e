/** `workerpool` has promises of its own: what is chained to them runs in the context in which the worker was started. */

import { fileURLToPath } from 'node:url';
import { SpanKind, trace } from '@opentelemetry/api';
import workerpool from 'workerpool';

const tracer = trace.getTracer('sums');
const script = fileURLToPath(new URL('../support/workers/plain-sum.mjs', import.meta.url));
const pool = workerpool.pool(script, { workerType: 'thread', maxWorkers: 1 });
const sums: number[] = [];

function save(numbers: readonly number[], total: number): string {
  const span = tracer.startSpan(`save sum ${total}`);
  sums.push(total);
  span.end();
  return `${numbers.join('+')}=${total}`;
}

function sum(numbers: readonly number[]): PromiseLike<string> {
  const summed = pool.exec('sum', [numbers]);
  return summed.then((total: number) => save(numbers, total)) as never;
}

async function post(...numbers: number[]): Promise<string> {
  const total = numbers.reduce((left, right) => left + right, 0);
  return tracer.startActiveSpan(`POST /sum/${total}`, { kind: SpanKind.SERVER }, async (span) => {
    const line = await sum(numbers);
    span.end();
    return line;
  });
}

console.log(await post(1, 2));
console.log(await post(3, 4));
await pool.terminate();
