/** The first visit starts a job that flushes the metrics every few milliseconds, for as long as the service runs. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler';

const tracer = trace.getTracer('metrics');
const scheduler = new ToadScheduler();
let started = false;
let flushes = 0;
let visits = 0;

function flush(): void {
  if (flushes === 3) return;
  const span = tracer.startSpan('flush metrics', { attributes: { visits } });
  flushes++;
  span.end();
}

function ensureFlushing(): void {
  if (started) return;
  started = true;
  const job = new SimpleIntervalJob({ milliseconds: 8 }, new Task('flush', flush));
  scheduler.addSimpleIntervalJob(job);
}

function visit(): number {
  return tracer.startActiveSpan('POST /visits', { kind: SpanKind.SERVER }, (span) => {
    ensureFlushing();
    visits++;
    span.end();
    return visits;
  });
}

console.log(visit());
while (flushes < 3) await sleep(2);
scheduler.stop();
console.log(`${flushes} flushes`);
