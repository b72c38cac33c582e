/** Stock in several warehouses: DataLoader with object keys, one question a key. */

import { SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';

const tracer = trace.getTracer('stock');

interface Key {
  readonly sku: string;
  readonly warehouse: string;
}

const shelves = new Map([
  ['A/nut', 12],
  ['B/bolt', 30],
]);

async function countAll(keys: readonly Key[]): Promise<number[]> {
  const counts: number[] = [];
  for (const { sku, warehouse } of keys) {
    counts.push(
      await tracer.startActiveSpan(`count ${sku} in ${warehouse}`, async (span) => {
        const count = await Promise.resolve(shelves.get(`${warehouse}/${sku}`) ?? 0);
        span.end();
        return count;
      }),
    );
  }
  return counts;
}

const stock = new DataLoader(countAll, { cacheKeyFn: (key: Key) => `${key.warehouse}/${key.sku}` });

function available(sku: string, warehouse: string): Promise<number> {
  return stock.load({ sku, warehouse });
}

async function get(sku: string, warehouse: string): Promise<string> {
  return tracer.startActiveSpan(`GET /stock/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    const count = await available(sku, warehouse);
    span.end();
    return `${sku}: ${count}`;
  });
}

console.log(await Promise.all([get('nut', 'A'), get('bolt', 'B')]));
