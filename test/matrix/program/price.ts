import type { Order } from './database.js';
import { tracer } from './tracer.js';

const RATES = [19, 7];

export async function priceOf(order: Order): Promise<number> {
  const span = tracer.startSpan('price order');
  const rates = await Promise.all(RATES.map((rate) => lookUp(rate)));
  span.end();
  return rates.reduce((sum, rate) => sum + rate, order.sku.length);
}

function lookUp(rate: number): Promise<number> {
  return tracer.startActiveSpan('look up rate', async (span) => {
    await Promise.resolve();
    span.end();
    return rate;
  });
}
