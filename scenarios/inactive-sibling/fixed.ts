/** A shop's checkout. Its payment step has a span of its own, which is started by hand. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('checkout');

async function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

function reserve(cart: string): Promise<void> {
  return traced(`reserve ${cart}`, () => sleep(3));
}

function charge(cart: string): Promise<string> {
  return traced(`charge ${cart}`, async () => {
    await sleep(3);
    return `paid for ${cart}`;
  });
}

async function pay(cart: string): Promise<string> {
  return tracer.startActiveSpan('pay', async (span) => {
    try {
      await reserve(cart);
      return await charge(cart);
    } finally {
      span.end();
    }
  });
}

function checkOut(cart: string): Promise<string> {
  return tracer.startActiveSpan('POST /checkout', { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await pay(cart);
    } finally {
      span.end();
    }
  });
}

console.log(await checkOut('cart-7'));
