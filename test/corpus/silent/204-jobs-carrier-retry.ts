/** A job queue of the team's own: each job brings a carrier, failed ones come again, each attempt a consumer span. */

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

interface Job {
  readonly id: string;
  readonly data: string;
  readonly carrier: Record<string, string>;
  attempts: number;
}

const tracer = trace.getTracer('mail-jobs');

class Queue extends EventEmitter {
  readonly #waiting: Job[] = [];

  async add(id: string, data: string): Promise<void> {
    await tracer.startActiveSpan(`send ${id}`, { kind: SpanKind.PRODUCER }, async (span) => {
      const carrier = {};
      propagation.inject(context.active(), carrier);
      await sleep(1);
      this.#waiting.push({ id, data, carrier, attempts: 0 });
      this.emit('waiting');
      span.end();
    });
  }

  again(job: Job): void {
    this.#waiting.push(job);
    this.emit('waiting');
  }

  take(): Job | undefined {
    return this.#waiting.shift();
  }
}

class Worker {
  readonly #queue: Queue;
  readonly #done = new EventEmitter();
  #running = true;
  readonly loop: Promise<void>;

  constructor(queue: Queue) {
    this.#queue = queue;
    this.loop = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#running) {
      const job = this.#queue.take();
      if (job === undefined) await once(this.#queue, 'waiting');
      else await this.#process(job);
    }
  }

  async #process(job: Job): Promise<void> {
    const parent = propagation.extract(ROOT_CONTEXT, job.carrier);
    job.attempts++;
    await tracer.startActiveSpan(`process ${job.id}`, { kind: SpanKind.CONSUMER }, parent, async (span) => {
      try {
        await deliver(job);
        this.#done.emit(job.id);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        this.#queue.again(job);
      } finally {
        span.end();
      }
    });
  }

  finished(id: string): Promise<unknown> {
    return once(this.#done, id);
  }

  stop(): Promise<void> {
    this.#running = false;
    this.#queue.emit('waiting');
    return this.loop;
  }
}

async function deliver(job: Job): Promise<void> {
  const span = tracer.startSpan(`smtp ${job.data}`, { kind: SpanKind.CLIENT });
  await sleep(2);
  if (job.data === 'bob' && job.attempts === 1) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
  if (job.data === 'bob' && job.attempts === 1) throw new Error('mailbox busy');
}

const queue = new Queue();
const worker = new Worker(queue);
const all = Promise.all([worker.finished('mail-1'), worker.finished('mail-2')]);

async function invite(id: string, to: string): Promise<void> {
  await tracer.startActiveSpan(`POST /invite/${to}`, { kind: SpanKind.SERVER }, async (span) => {
    await queue.add(id, to);
    span.end();
  });
}

await Promise.all([invite('mail-1', 'ada'), invite('mail-2', 'bob')]);
await all;
await worker.stop();
console.log('delivered');
