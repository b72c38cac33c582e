/** A product page put together from four services, which are asked at the same time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('product-page');

function ask<T>(service: string, ms: number, answer: () => T): Promise<T> {
  return tracer.startActiveSpan(`ask ${service}`, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(ms);
      return answer();
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

function gatherReviews(ids: number[]): Promise<string[]> {
  return tracer.startActiveSpan('gather reviews', async (span) => {
    try {
      const reviews = ids.map((id) => ask(`review ${id}`, 20 - id * 5, () => `review ${id}`));
      return await Promise.all(reviews);
    } finally {
      span.end();
    }
  });
}

function productPage(sku: string): Promise<string> {
  return tracer.startActiveSpan(`GET /products/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const [price, stock, reviews, related] = await Promise.allSettled([
        ask('pricing', 10, () => 1999),
        ask('stock', 25, () => 7),
        gatherReviews([1, 2, 3]),
        ask('recommendations', 5, () => {
          throw new Error('recommendations are not available');
        }),
      ]);
      const parts = [price, stock, reviews, related];
      return parts.map((part) => (part.status === 'fulfilled' ? String(part.value) : '-')).join(' | ');
    } finally {
      span.end();
    }
  });
}

for (const page of await Promise.all(['lamp', 'chair'].map((sku) => productPage(sku)))) console.log(page);
