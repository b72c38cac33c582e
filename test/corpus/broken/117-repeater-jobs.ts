/** Thumbnails: requests push jobs into a Repeater, and one loop takes them out. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Push, Repeater, SlidingBuffer, type Stop } from '@repeaterjs/repeater';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('thumbnails');

interface Job {
  readonly image: string;
  readonly resolve: (thumbnail: string) => void;
}

let push: Push<Job> | undefined;
let stop: Stop | undefined;
const jobs = new Repeater<Job>(async (pushJob, stopJobs) => {
  push = pushJob;
  stop = stopJobs;
  await stopJobs;
}, new SlidingBuffer(100));

async function resize(image: string): Promise<string> {
  const span = tracer.startSpan(`resize ${image}`);
  await sleep(3);
  span.end();
  return image.replace('.png', '-small.png');
}

async function work(): Promise<void> {
  for await (const { image, resolve } of jobs) resolve(await resize(image));
}

const working = work();

function thumbnail(image: string): Promise<string> {
  return new Promise((resolve) => {
    void push?.({ image, resolve });
  });
}

async function post(image: string): Promise<string> {
  return tracer.startActiveSpan(`POST /thumbnails/${image}`, { kind: SpanKind.SERVER }, async (span) => {
    const small = await thumbnail(image);
    span.end();
    return small;
  });
}

console.log(await Promise.all([post('cat.png'), post('dog.png')]));
stop?.();
await working;
