/** Bluebird inside a request and nowhere else: what it calls back, it calls back where the request is. */

import { SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';

const tracer = trace.getTracer('imports');

function readFile(id: number): Bluebird<number> {
  const span = tracer.startSpan(`read file ${id}`);
  return Bluebird.delay(2)
    .then(() => id * 10)
    .finally(() => span.end());
}

const readAll = Bluebird.coroutine(function* (ids: readonly number[]) {
  const sizes: number[] = [];
  for (const id of ids) sizes.push(yield readFile(id));
  return sizes;
});

function merge(sizes: readonly number[]): number {
  const span = tracer.startSpan('merge');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  span.end();
  return total;
}

function post(): Promise<number> {
  return tracer.startActiveSpan('POST /import', { kind: SpanKind.SERVER }, async (span) => {
    const total = await readAll([1, 2, 3]).then(merge);
    span.end();
    return total;
  });
}

console.log(await post());
console.log(await post());
