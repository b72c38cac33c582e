/** `async.queue` with jobs that carry their context; the worker goes back to it. */

import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import async from 'async';

const tracer = trace.getTracer('pictures');

interface Job {
  readonly picture: string;
  readonly origin: Context;
}

function shrink({ picture }: Job, done: (error: null, file: string) => void): void {
  const span = tracer.startSpan(`shrink ${picture}`);
  setTimeout(() => {
    span.end();
    done(null, `small-${picture}`);
  }, 3);
}

const queue = async.queue<Job>((job, done) => {
  context.with(job.origin, () => shrink(job, done as (error: null, file: string) => void));
}, 1);

async function put(picture: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /${picture}`, { kind: SpanKind.SERVER }, async (span) => {
    const file = (await queue.push({ picture, origin: context.active() })) as unknown as string;
    span.end();
    return `${file ?? `small-${picture}`}`;
  });
}

console.log(await Promise.all([put('a.jpg'), put('b.jpg')]));
