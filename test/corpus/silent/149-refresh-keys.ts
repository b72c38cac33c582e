/** A timer of boot's refreshes whatever is in the cache, also what an open request has just put there. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import NodeCache from 'node-cache';

const tracer = trace.getTracer('rates');
const rates = new NodeCache({ stdTTL: 60 });
let refreshed = 0;

async function refresh(): Promise<void> {
  if (refreshed > 0) return;
  for (const currency of rates.keys()) {
    const span = tracer.startSpan(`refresh ${currency}`, { kind: SpanKind.CLIENT });
    refreshed++;
    await sleep(1);
    rates.set(currency, { value: 11.6 });
    span.end();
  }
}
const timer = setInterval(() => void refresh(), 10);

async function load(currency: string): Promise<{ value: number }> {
  const span = tracer.startSpan(`load ${currency}`, { kind: SpanKind.CLIENT });
  await sleep(2);
  const rate = { value: 11.5 };
  rates.set(currency, rate);
  span.end();
  return rate;
}

async function get(currency: string): Promise<string> {
  return tracer.startActiveSpan(`GET /rates/${currency}`, { kind: SpanKind.SERVER }, async (span) => {
    const rate = rates.get<{ value: number }>(currency) ?? (await load(currency));
    const render = tracer.startSpan(`render ${currency}`);
    while (refreshed === 0) await sleep(3);
    render.end();
    span.end();
    return `${currency}: ${rate.value}`;
  });
}

console.log(await get('NOK'));
clearInterval(timer);
await sleep(5);
console.log(rates.get('NOK'));
rates.close();
