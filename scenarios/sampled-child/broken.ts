/** A shop that has its sampler drop the spans of its cache, of which there are so many. */

import { context, type Context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
} from '@opentelemetry/sdk-trace-base';

class WithoutCache implements Sampler {
  shouldSample(_: Context, __: string, name: string): SamplingResult {
    const { NOT_RECORD, RECORD_AND_SAMPLED } = SamplingDecision;
    return { decision: name.startsWith('cache ') ? NOT_RECORD : RECORD_AND_SAMPLED };
  }
}

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler: new WithoutCache() }));

const tracer = trace.getTracer('shop');
const cache = new Map<string, number>();

function query(fruit: string): number {
  const span = tracer.startSpan('SELECT price', { kind: SpanKind.CLIENT });
  span.end();
  return fruit.length * 10;
}

function priceOf(fruit: string): number {
  return tracer.startActiveSpan(`cache ${fruit}`, (span) => {
    const price = cache.get(fruit) ?? query(fruit);
    cache.set(fruit, price);
    span.end();
    return price;
  });
}

function answer(fruit: string): number {
  return tracer.startActiveSpan('GET /price', { kind: SpanKind.SERVER }, (span) => {
    const price = priceOf(fruit);
    span.end();
    return price;
  });
}

console.log(`apple ${answer('apple')}, and again ${answer('apple')}`);
