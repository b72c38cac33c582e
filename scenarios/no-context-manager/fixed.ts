/** A checkout whose service sets its tracer provider up by hand. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

trace.setGlobalTracerProvider(new BasicTracerProvider());
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

const tracer = trace.getTracer('checkout');

async function reserve(item: string): Promise<void> {
  await tracer.startActiveSpan(`reserve ${item}`, async (span) => {
    await sleep(3);
    span.end();
  });
}

async function checkout(items: readonly string[]): Promise<void> {
  await tracer.startActiveSpan('POST /checkout', { kind: SpanKind.SERVER }, async (span) => {
    for (const item of items) await reserve(item);
    span.end();
  });
}

await checkout(['book', 'lamp']);
console.log('checked out');
