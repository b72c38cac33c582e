/** An export whose generator is opened and driven in the same request. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { PromisePool } from '@supercharge/promise-pool';

const tracer = trace.getTracer('exports');

async function* pages(): AsyncGenerator<number[]> {
  for (let page = 1; page <= 2; page++) {
    const span = tracer.startSpan(`page ${page}`, { kind: SpanKind.CLIENT });
    await sleep(2);
    span.end();
    yield [page, page * 10];
  }
}

async function exportAll(): Promise<number[]> {
  const rows: number[] = [];
  for await (const page of pages()) {
    const { results } = await PromisePool.for(page)
      .withConcurrency(2)
      .process(async (row) => row + 1);
    rows.push(...results);
  }
  const write = tracer.startSpan(`write ${rows.length} rows`);
  write.end();
  return rows.sort((left, right) => left - right);
}

await tracer.startActiveSpan('GET /export', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await exportAll());
  span.end();
});
