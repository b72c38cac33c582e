/** A search index that may be asked once in ten milliseconds: each request waits for its token (limiter). */

import { SpanKind, trace } from '@opentelemetry/api';
import { RateLimiter } from 'limiter';

const tracer = trace.getTracer('search');
const limiter = new RateLimiter({ tokensPerInterval: 1, interval: 10 });
const index = new Map([
  ['a', ['apple', 'avocado']],
  ['b', ['banana']],
  ['c', []],
]);

async function ask(term: string): Promise<string[]> {
  await limiter.removeTokens(1);
  const span = tracer.startSpan(`ask index for ${term}`, { kind: SpanKind.CLIENT });
  try {
    return index.get(term) ?? [];
  } finally {
    span.end();
  }
}

async function search(term: string): Promise<string> {
  return tracer.startActiveSpan(`GET /search/${term}`, { kind: SpanKind.SERVER }, async (span) => {
    const found = await ask(term);
    span.setAttribute('found', found.length);
    span.end();
    return `${term}: ${found.join(', ') || 'nothing'}`;
  });
}

console.log(await Promise.all(['a', 'b', 'c'].map(search)));
