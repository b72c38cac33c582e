/** Exchange rates, refreshed in the background from the first request on. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('rates');

const rates = new Map<string, number>();
let refresher: NodeJS.Timeout | undefined;

async function refresh(): Promise<void> {
  await tracer.startActiveSpan('refresh rates', async (span) => {
    try {
      await sleep(2);
      rates.set('EUR', 1).set('USD', 1.08);
    } finally {
      span.end();
    }
  });
}

function startRefreshing(): NodeJS.Timeout {
  return setInterval(() => {
    refresh().catch((error) => console.error(error));
  }, 20);
}

/** Rates are kept fresh from the first request on. */
async function ratesOnDemand(): Promise<Map<string, number>> {
  if (!refresher) {
    await refresh();
    refresher = context.with(ROOT_CONTEXT, startRefreshing);
  }
  return rates;
}

async function convert(currency: string): Promise<number> {
  return tracer.startActiveSpan(`GET /convert/${currency}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const current = await ratesOnDemand();
      return 100 * (current.get(currency) ?? 1);
    } finally {
      span.end();
    }
  });
}

async function main(): Promise<void> {
  console.log('100 EUR in USD:', await convert('USD'));
  await sleep(90);
  console.log('100 EUR in EUR:', await convert('EUR'));
  clearInterval(refresher);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
