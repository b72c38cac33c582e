/** The first request starts the cron job; the job knows that it is nobody's and starts roots of its own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import cron, { type ScheduledTask } from 'node-cron';

const tracer = trace.getTracer('prices');
let job: ScheduledTask | undefined;
let prices = [10, 20];
let refreshed = 0;

async function fetchPrices(): Promise<number[]> {
  return tracer.startActiveSpan('fetch price list', { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return prices.map((price) => price + 1);
  });
}

async function refresh(): Promise<void> {
  if (refreshed === 2) return;
  await tracer.startActiveSpan('refresh prices', { root: true }, async (span) => {
    prices = await fetchPrices();
    span.end();
    refreshed++;
  });
}

async function getPrices(): Promise<number[]> {
  return tracer.startActiveSpan('GET /prices', { kind: SpanKind.SERVER }, async (span) => {
    job ??= cron.schedule('* * * * * *', refresh);
    span.end();
    return prices;
  });
}

console.log(await getPrices());
console.log(await getPrices());
while (refreshed < 2) await sleep(20);
await job?.stop();
console.log(prices);
