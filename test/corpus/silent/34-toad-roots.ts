/** A scheduler of boot time, whose jobs are roots, beside a request that is open all the while. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { AsyncTask, SimpleIntervalJob, ToadScheduler } from 'toad-scheduler';

const tracer = trace.getTracer('stats');
const scheduler = new ToadScheduler();
let collected = 0;

async function collect(): Promise<void> {
  if (collected >= 3) return;
  collected++;
  await tracer.startActiveSpan('collect', async (span) => {
    await sleep(1);
    span.end();
  });
}

scheduler.addSimpleIntervalJob(
  new SimpleIntervalJob({ milliseconds: 6 }, new AsyncTask('collect', collect), { preventOverrun: true }),
);

async function get(): Promise<number> {
  return tracer.startActiveSpan('GET /stats', { kind: SpanKind.SERVER }, async (span) => {
    const read = tracer.startSpan('read stats');
    while (collected < 3) await sleep(2);
    await sleep(8);
    read.end();
    span.end();
    return collected;
  });
}

console.log(await get());
scheduler.stop();
