/** The rate is asked for (async-retry) before the request's span begins, and awaited inside it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import retry from 'async-retry';

const tracer = trace.getTracer('prices');

async function fetchRate(currency: string): Promise<number> {
  return tracer.startActiveSpan(`fetch rate of ${currency}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(4);
    span.end();
    return currency.length * 4;
  });
}

function format(amount: number): string {
  const span = tracer.startSpan('format price');
  const text = amount.toFixed(2);
  span.end();
  return text;
}

async function getPrice(currency: string): Promise<string> {
  const rate = retry(() => fetchRate(currency), { retries: 2, minTimeout: 2, randomize: false });
  return tracer.startActiveSpan(`GET /price/${currency}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = format(100 / (await rate));
    span.end();
    return text;
  });
}

console.log(await getPrice('EUR'));
