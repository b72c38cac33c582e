/** An inventory that logs each reservation in JSON, for a log store. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { destination, pino } from 'pino';

const STDERR = 2;
const tracer = trace.getTracer('inventory');
const logger = pino({ base: null, timestamp: false }, destination(STDERR));

const stock = new Map([
  ['lamp', 2],
  ['chair', 0],
]);

async function reserve(sku: string): Promise<string> {
  await sleep(5);
  const left = stock.get(sku) ?? 0;
  if (left === 0) {
    logger.warn({ sku }, 'out of stock');
    return 'out of stock';
  }
  stock.set(sku, left - 1);
  logger.info({ sku, left: left - 1 }, 'reserved');
  return 'reserved';
}

function handle(sku: string): Promise<string> {
  return tracer.startActiveSpan(`POST /reservations/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await reserve(sku);
    } finally {
      span.end();
    }
  });
}

for (const sku of ['lamp', 'chair']) await handle(sku);
