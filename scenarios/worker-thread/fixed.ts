/** A shop prices its carts in a worker thread, so that the arithmetic does not hold up other requests. */

import { Worker } from 'node:worker_threads';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

interface Price {
  readonly cart: string;
  readonly total: number;
}

const pricing = new Worker(new URL('./pricing-fixed.mjs', import.meta.url));
const waiting = new Map<string, (price: Price) => void>();

pricing.on('message', (price: Price) => {
  waiting.get(price.cart)?.(price);
  waiting.delete(price.cart);
});

function priceOf(cart: string, items: readonly number[]): Promise<Price> {
  return new Promise((resolve) => {
    waiting.set(cart, resolve);
    const carrier = {};
    propagation.inject(context.active(), carrier);
    pricing.postMessage({ carrier, cart, items });
  });
}

function checkOut(cart: string, items: readonly number[]): Promise<Price> {
  return tracer.startActiveSpan(`POST /checkout/${cart}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await priceOf(cart, items);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([checkOut('c1', [3, 4]), checkOut('c2', [5]), checkOut('c3', [6, 7, 8])]));
await pricing.terminate();
