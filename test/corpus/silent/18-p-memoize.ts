/** A logo that is drawn once: the others get the promise of the first. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pMemoize from 'p-memoize';

const tracer = trace.getTracer('logos');

const drawLogo = pMemoize(async (size: number): Promise<string> => {
  const span = tracer.startSpan('draw logo');
  await sleep(4);
  span.end();
  return `logo ${size}x${size}`;
});

function get(request: number): Promise<string> {
  return tracer.startActiveSpan(`GET /logo/${request}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await drawLogo(64);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([get(1), get(2)]));
console.log(await get(3));
