/** A checkout which loads what it needs from three stores. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('checkout');

const stores: Record<string, Record<string, number>> = {
  carts: { 'cart-7': 3 },
  prices: { 'cart-7': 1250 },
  discounts: { 'cart-7': 10 },
};

function read(store: string, key: string): Promise<number> {
  return tracer.startActiveSpan(`read ${store}`, async (span) => {
    try {
      await sleep(5);
      return stores[store]?.[key] ?? 0;
    } finally {
      span.end();
    }
  });
}

async function totalOf(cart: string): Promise<number> {
  const count = await read('carts', cart);
  const price = await read('prices', cart);
  const discount = await read('discounts', cart);
  return (count * price * (100 - discount)) / 100;
}

function checkout(cart: string): Promise<number> {
  return tracer.startActiveSpan('POST /checkout', { kind: SpanKind.SERVER }, async (span) => {
    try {
      const total = await totalOf(cart);
      span.setAttribute('checkout.total', total);
      return total;
    } finally {
      span.end();
    }
  });
}

console.log(`total ${await checkout('cart-7')}`);
