/** Jobs without a carrier, done by a worker loop of boot's. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('mail');

interface Job {
  readonly to: string;
  readonly finish: () => void;
}

const jobs: Job[] = [];
let open = true;

async function deliver({ to, finish }: Job): Promise<void> {
  const span = tracer.startSpan(`deliver to ${to}`, { kind: SpanKind.CLIENT });
  await sleep(2);
  span.end();
  finish();
}

async function work(): Promise<void> {
  while (open) {
    const job = jobs.shift();
    if (job) await deliver(job);
    else await sleep(1);
  }
}
const working = work();

function enqueue(to: string): Promise<void> {
  return new Promise((finish) => {
    jobs.push({ to, finish });
  });
}

async function post(to: string): Promise<string> {
  return tracer.startActiveSpan(`POST /mail/${to}`, { kind: SpanKind.SERVER }, async (span) => {
    await enqueue(to);
    span.end();
    return `told ${to}`;
  });
}

console.log(await Promise.all([post('ada'), post('bob')]));
open = false;
await working;
