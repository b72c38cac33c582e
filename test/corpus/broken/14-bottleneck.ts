/** Exchange rates from a third party which allows one call at a time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Bottleneck from 'bottleneck';

const tracer = trace.getTracer('rates');
const limiter = new Bottleneck({ maxConcurrent: 1 });

const fetchRate = (id: string): Promise<number> =>
  limiter.schedule({ id }, async () => {
    const span = tracer.startSpan(`call ${id}`, { kind: SpanKind.CLIENT });
    await sleep(6);
    span.end();
    return Number(id) * 1.5;
  });

async function getRate(id: string): Promise<string> {
  return tracer.startActiveSpan(`GET /rate/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const rate = await fetchRate(id);
    span.end();
    return `${id}: ${rate}`;
  });
}

console.log(await Promise.all([getRate('1'), getRate('2')]));
await limiter.stop();
