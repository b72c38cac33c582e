/** Paging with async generators that are made and driven in the same request, with helpers in between. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('search');

async function* pages(query: string, count: number): AsyncGenerator<string[]> {
  for (let page = 1; page <= count; page++) {
    const span = tracer.startSpan(`page ${page} of ${query}`, { kind: SpanKind.CLIENT });
    try {
      await sleep(1);
      yield [`${query}-${page}a`, `${query}-${page}b`];
    } finally {
      span.end();
    }
  }
}

async function* flat<T>(source: AsyncIterable<T[]>): AsyncGenerator<T> {
  for await (const items of source) yield* items;
}

async function* take<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  if (left === 0) return;
  for await (const item of source) {
    yield item;
    if (--left === 0) return;
  }
}

async function* mapped<T, R>(source: AsyncIterable<T>, map: (item: T) => Promise<R>): AsyncGenerator<R> {
  for await (const item of source) yield await map(item);
}

async function enrich(item: string): Promise<string> {
  const span = tracer.startSpan(`enrich ${item}`);
  await sleep(1);
  span.end();
  return item.toUpperCase();
}

async function search(query: string): Promise<string[]> {
  return tracer.startActiveSpan(`GET /search/${query}`, { kind: SpanKind.SERVER }, async (span) => {
    const found: string[] = [];
    for await (const item of mapped(take(flat(pages(query, 5)), 3), enrich)) found.push(item);
    span.end();
    return found;
  });
}

console.log(await Promise.all([search('cats'), search('dogs')]));
