/** Postage. `memoizee` with `async: true` keeps the callbacks of all who ask meanwhile, and calls them in one go. */

import { SpanKind, trace } from '@opentelemetry/api';
import memoizee from 'memoizee';

const tracer = trace.getTracer('postage');

const loadTariff = memoizee(
  (zone: string, done: (error: Error | null, tariff: number) => void) => {
    const span = tracer.startSpan('load tariff', { kind: SpanKind.CLIENT });
    setTimeout(() => {
      span.end();
      done(null, zone === 'EU' ? 3 : 7);
    }, 5);
  },
  { async: true, length: 1 },
);

function quote(item: string, zone: string): Promise<string> {
  return new Promise((resolve, reject) => {
    loadTariff(zone, (error: Error | null, tariff: number) => {
      if (error) return reject(error);
      const span = tracer.startSpan(`quote ${item}`);
      const price = tariff * (item === 'parcel' ? 2 : 1);
      span.end();
      return resolve(`${item} to ${zone}: ${price}`);
    });
  });
}

function get(item: string): Promise<string> {
  return tracer.startActiveSpan(`GET /quote/${item}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await quote(item, 'EU');
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([get('parcel'), get('letter')]));
