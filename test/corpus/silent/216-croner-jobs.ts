/** Cron jobs of boot's, each tick a root of its own; one of them is also run by hand in a request. */

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Cron } from 'croner';

const tracer = trace.getTracer('reports');
const ticks = new EventEmitter();

async function report(by: string): Promise<void> {
  await tracer.startActiveSpan(`report by ${by}`, async (span) => {
    const query = tracer.startSpan('query', { kind: SpanKind.CLIENT });
    await sleep(1);
    query.end();
    span.end();
  });
}

const job = new Cron('* * * * * *', { maxRuns: 1 }, async () => {
  await report('cron');
  ticks.emit('reported');
});
const reported = once(ticks, 'reported');

await tracer.startActiveSpan('POST /report', { kind: SpanKind.SERVER }, async (span) => {
  await report('hand');
  span.end();
});
await reported;
job.stop();
console.log('reported twice');
