/** A provider and deliberately no context manager: every parent is given by hand. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('ledger');

async function within<T>(parent: Context, name: string, work: (inside: Context) => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name, {}, parent);
  try {
    return await work(trace.setSpan(parent, span));
  } finally {
    span.end();
  }
}

async function book(parent: Context, amount: number): Promise<number> {
  return within(parent, `book ${amount}`, async (inside) => {
    await within(inside, 'lock', () => sleep(1));
    return within(inside, 'write', () => sleep(1, amount));
  });
}

async function post(...amounts: number[]): Promise<number> {
  const span = tracer.startSpan(`POST /book/${amounts.join('+')}`, { kind: SpanKind.SERVER }, ROOT_CONTEXT);
  const inside = trace.setSpan(ROOT_CONTEXT, span);
  const booked = await Promise.all(amounts.map((amount) => book(inside, amount)));
  span.end();
  return booked.reduce((sum, amount) => sum + amount, 0);
}

console.log(await Promise.all([post(1, 2), post(3)]));
console.log(exporter.getFinishedSpans().length);
await provider.shutdown();
