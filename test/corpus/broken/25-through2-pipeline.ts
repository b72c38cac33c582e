/** Addresses are looked up by one shared object stream, the way batch pipelines grow into services. */

import { SpanKind, trace } from '@opentelemetry/api';
import through2 from 'through2';

const tracer = trace.getTracer('geo');

interface Lookup {
  readonly address: string;
  readonly resolve: (place: string) => void;
}

const places = new Map([
  ['Oslo', '59.9 N'],
  ['Rome', '41.9 N'],
]);

const geocoder = through2.obj(function geocode(lookup: Lookup, _encoding: string, next: () => void) {
  const span = tracer.startSpan(`geocode ${lookup.address}`, { kind: SpanKind.CLIENT });
  setTimeout(() => {
    span.end();
    lookup.resolve(places.get(lookup.address) ?? 'nowhere');
    next();
  }, 4);
});
geocoder.resume();

function locate(address: string): Promise<string> {
  return new Promise((resolve) => {
    geocoder.write({ address, resolve });
  });
}

async function get(address: string): Promise<string> {
  return tracer.startActiveSpan(`GET /geo/${address}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${address} is at ${await locate(address)}`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([get('Oslo'), get('Rome')]));
