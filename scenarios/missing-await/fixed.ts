/** Returns of goods: the stock is counted up again, then the customer gets the money back. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('returns');
const stock = new Map([
  ['lamp', 4],
  ['chair', 9],
]);

interface GoodsReturn {
  readonly sku: string;
  readonly count: number;
  readonly cents: number;
}

async function countIn(count: number): Promise<number> {
  await sleep(20);
  return count;
}

function restock({ sku, count }: GoodsReturn): Promise<void> {
  return tracer.startActiveSpan('restock', async (span) => {
    try {
      const counted = await countIn(count);
      await sleep(20);
      stock.set(sku, (stock.get(sku) ?? 0) + counted);
    } finally {
      span.end();
    }
  });
}

function refund({ cents }: GoodsReturn): Promise<string> {
  return tracer.startActiveSpan('refund', async (span) => {
    try {
      await sleep(5);
      return `${(cents / 100).toFixed(2)} EUR`;
    } finally {
      span.end();
    }
  });
}

function acceptReturn(goods: GoodsReturn): Promise<string> {
  return tracer.startActiveSpan('POST /returns', { kind: SpanKind.SERVER }, async (span) => {
    try {
      await restock(goods);
      return await refund(goods);
    } finally {
      span.end();
    }
  });
}

console.log(await acceptReturn({ sku: 'lamp', count: 1, cents: 4990 }));
console.log(await acceptReturn({ sku: 'chair', count: 2, cents: 12000 }));
