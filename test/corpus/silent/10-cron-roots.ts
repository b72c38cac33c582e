/** A cron job, scheduled at boot by croner, which ticks while a request is open: a root of its own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Cron } from 'croner';

const tracer = trace.getTracer('cleaner');
let ticked = (): void => {};
const firstTick = new Promise<void>((resolve) => {
  ticked = resolve;
});

async function sweep(): Promise<void> {
  await tracer.startActiveSpan('sweep temp files', async (span) => {
    await sleep(1);
    span.end();
  });
}

const job = new Cron('* * * * * *', { maxRuns: 1 }, async () => {
  await tracer.startActiveSpan('tick', async (span) => {
    await sweep();
    span.end();
    ticked();
  });
});

async function slow(): Promise<string> {
  return tracer.startActiveSpan('GET /slow', { kind: SpanKind.SERVER }, async (span) => {
    const read = tracer.startSpan('read slowly');
    await firstTick;
    read.end();
    span.end();
    return 'read at last';
  });
}

console.log(await slow());
job.stop();
