/** A shop that loads its prices when it starts, and then answers requests. */

import { SpanKind, trace } from '@opentelemetry/api';
import { exported } from './set-up.js';
// After the SDK: what is imported runs in this order.
import { prices } from './prices.js';

const tracer = trace.getTracer('shop');

function answer(fruit: string): number {
  return tracer.startActiveSpan(`GET /prices/${fruit}`, { kind: SpanKind.SERVER }, (span) => {
    try {
      return prices.get(fruit) ?? 0;
    } finally {
      span.end();
    }
  });
}

console.log(`apple ${answer('apple')}, pear ${answer('pear')}`);
console.log(`the collector got: ${exported().join(', ')}`);
