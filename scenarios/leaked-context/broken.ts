/** A print shop with a "current span" of its own: an `AsyncLocalStorage` that is entered and never left. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('print-shop');
const current = new AsyncLocalStorage<Span>();

function start(name: string, kind = SpanKind.INTERNAL): Span {
  const parent = current.getStore();
  return tracer.startSpan(name, { kind }, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT);
}

async function step(name: string): Promise<void> {
  const span = start(name);
  await sleep(2);
  span.end();
}

async function print(order: string): Promise<string> {
  const span = start(`POST /print/${order}`, SpanKind.SERVER);
  current.enterWith(span);
  await step('render pages');
  await step('spool');
  span.end();
  return `printed ${order}`;
}

async function main(): Promise<void> {
  console.log(await print('flyers'));
  await sleep(5);
  await step('clean print head');
  await step('check paper');
  console.log('ready for more');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
