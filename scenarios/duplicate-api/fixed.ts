/** A currency service. Its tracing comes from a package that all services of the company share. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { served, startTracing } from './tracing-fixed.js';

startTracing();

const tracer = trace.getTracer('currency');

async function rateOf(currency: string): Promise<number> {
  const span = tracer.startSpan(`SELECT rate ${currency}`, { kind: SpanKind.CLIENT });
  try {
    await sleep(3);
    return currency === 'EUR' ? 1.25 : 1;
  } finally {
    span.end();
  }
}

async function convert(amount: number, currency: string): Promise<string> {
  const rate = await rateOf(currency);
  return `${amount} ${currency} are ${amount * rate} USD`;
}

for (const amount of [20, 100]) {
  console.log(await served(`GET /convert/${amount}/EUR`, () => convert(amount, 'EUR')));
}
