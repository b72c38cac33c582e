/** A shop whose cache has no spans of its own, of which there would be so many. */

import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider());

const tracer = trace.getTracer('shop');
const cache = new Map<string, number>();

function query(fruit: string): number {
  const span = tracer.startSpan('SELECT price', { kind: SpanKind.CLIENT });
  span.end();
  return fruit.length * 10;
}

function priceOf(fruit: string): number {
  const price = cache.get(fruit) ?? query(fruit);
  cache.set(fruit, price);
  trace.getActiveSpan()?.addEvent('cache', { fruit });
  return price;
}

function answer(fruit: string): number {
  return tracer.startActiveSpan('GET /price', { kind: SpanKind.SERVER }, (span) => {
    const price = priceOf(fruit);
    span.end();
    return price;
  });
}

console.log(`apple ${answer('apple')}, and again ${answer('apple')}`);
