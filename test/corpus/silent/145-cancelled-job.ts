/** A waiting job is cancelled by another request, and what is done about it is the cancelling one's work. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Denque from 'denque';

const tracer = trace.getTracer('jobs');

interface Job {
  readonly id: number;
  readonly cancelled: () => void;
}

class Jobs extends EventEmitter {
  readonly #waiting = new Denque<Job>();

  put(job: Job): void {
    this.#waiting.push(job);
  }

  cancel(id: number): boolean {
    const at = this.#waiting.toArray().findIndex((job) => job.id === id);
    const [job] = at < 0 ? [] : (this.#waiting.splice(at, 1) as Job[]);
    if (job !== undefined) this.emit('cancel', job);
    return job !== undefined;
  }
}

const jobs = new Jobs();
jobs.on('cancel', (job: Job) => {
  const span = tracer.startSpan(`release files of job ${job.id}`);
  span.end();
  job.cancelled();
});

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /jobs/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const wait = tracer.startSpan(`wait for job ${id}`);
    await new Promise<void>((cancelled) => {
      const job: Job = { id, cancelled };
      jobs.put(job);
    });
    wait.end();
    span.end();
    return `job ${id} was cancelled`;
  });
}

async function remove(id: number): Promise<boolean> {
  return tracer.startActiveSpan(`DELETE /jobs/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    await sleep(1);
    const done = jobs.cancel(id);
    span.end();
    return done;
  });
}

const waiting = post(7);
await sleep(2);
console.log(await remove(7));
console.log(await waiting);
