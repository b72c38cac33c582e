/** A shop with jobs of its own: prices are fetched and sessions swept on timers, whatever the requests are doing. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');
let prices = new Map([
  ['lamp', 4990],
  ['chair', 12_000],
]);
const sessions = new Set<string>();

async function askSupplier(): Promise<Map<string, number>> {
  await sleep(4);
  return new Map(prices);
}

function fetchPrices(): Promise<void> {
  return tracer.startActiveSpan('fetch prices', async (span) => {
    try {
      prices = await askSupplier();
      span.setAttribute('prices', prices.size);
    } finally {
      span.end();
    }
  });
}

function sweepSessions(): void {
  tracer.startActiveSpan('sweep sessions', (span) => {
    span.setAttribute('sessions', sessions.size);
    span.end();
  });
}

/** The next sweep is planned when the last one is done. */
function planSweep(): NodeJS.Timeout {
  return setTimeout(() => {
    sweepSessions();
    sweep = planSweep();
  }, 7);
}

const fetching = setInterval(() => {
  fetchPrices().catch((error) => console.error(error));
}, 10);
let sweep = planSweep();

function priceOf(sku: string): Promise<number> {
  return tracer.startActiveSpan('look up price', async (span) => {
    try {
      await sleep(40);
      return prices.get(sku) ?? 0;
    } finally {
      span.end();
    }
  });
}

function handleRequest(session: string, sku: string): Promise<string> {
  return tracer.startActiveSpan(`GET /prices/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      sessions.add(session);
      return `${sku} ${((await priceOf(sku)) / 100).toFixed(2)} EUR`;
    } finally {
      sessions.delete(session);
      span.end();
    }
  });
}

console.log(await Promise.all([handleRequest('s1', 'lamp'), handleRequest('s2', 'chair')]));
console.log(await handleRequest('s3', 'lamp'));
clearInterval(fetching);
clearTimeout(sweep);
