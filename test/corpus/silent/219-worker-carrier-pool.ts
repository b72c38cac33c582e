/** A worker pool of the team's own: tasks carry the context, each answer is taken back by an AsyncResource. */

import { AsyncResource } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('thumbnails');
const CODE = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, size }) => parentPort.postMessage({ id, bytes: size * size }));
`;

interface Task {
  readonly size: number;
  readonly done: (bytes: number) => void;
}

class Pool {
  readonly #idle: Worker[] = [];
  readonly #all: Worker[];
  readonly #tasks: Task[] = [];
  readonly #running = new Map<Worker, Task>();

  constructor(count: number) {
    this.#all = Array.from({ length: count }, () => new Worker(CODE, { eval: true }));
    for (const worker of this.#all) {
      worker.on('message', ({ bytes }: { bytes: number }) => this.#finish(worker, bytes));
      this.#idle.push(worker);
    }
  }

  run(size: number): Promise<number> {
    return new Promise((resolve) => {
      this.#tasks.push({ size, done: AsyncResource.bind(resolve as (bytes: number) => void) });
      this.#next();
    });
  }

  #next(): void {
    const worker = this.#idle.pop();
    if (worker === undefined) return;
    const task = this.#tasks.shift();
    if (task === undefined) {
      this.#idle.push(worker);
      return;
    }
    const carrier = {};
    propagation.inject(context.active(), carrier);
    this.#running.set(worker, task);
    worker.postMessage({ id: 1, size: task.size, carrier });
  }

  #finish(worker: Worker, bytes: number): void {
    this.#running.get(worker)?.done(bytes);
    this.#running.delete(worker);
    this.#idle.push(worker);
    this.#next();
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }
}

const pool = new Pool(2);

async function post(size: number): Promise<number> {
  return tracer.startActiveSpan(`POST /thumbnails/${size}`, { kind: SpanKind.SERVER }, async (span) => {
    const bytes = await tracer.startActiveSpan(`shrink to ${size}`, async (shrink) => {
      const result = await pool.run(size);
      shrink.end();
      return result;
    });
    const store = tracer.startSpan(`store ${size}`);
    store.end();
    span.end();
    return bytes;
  });
}

console.log(await Promise.all([4, 5, 6, 7].map(post)));
await pool.close();
