/** A scheduler that runs generators step by step; each task keeps the context it was spawned in. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('fibers');

type Step = Generator<Promise<unknown> | undefined, unknown, unknown>;
interface Task {
  readonly steps: Step;
  readonly within: Context;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

class Scheduler {
  readonly #ready: (() => void)[] = [];
  #running = false;

  spawn<T>(steps: Step): Promise<T> {
    return new Promise((resolve, reject) => {
      const task: Task = { steps, within: context.active(), done: resolve as (value: unknown) => void, failed: reject };
      this.#enqueue(() => this.#step(task, undefined));
    });
  }

  #enqueue(job: () => void): void {
    this.#ready.push(job);
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    for (let job = this.#ready.shift(); job; job = this.#ready.shift()) job();
    this.#running = false;
  }

  #step(task: Task, value: unknown): void {
    try {
      const next = context.with(task.within, () => task.steps.next(value));
      if (next.done) task.done(next.value);
      else Promise.resolve(next.value).then((result) => this.#enqueue(() => this.#step(task, result)), task.failed);
    } catch (error) {
      task.failed(error);
    }
  }
}

const scheduler = new Scheduler();

function* brew(drink: string): Step {
  const boil = tracer.startSpan(`boil for ${drink}`);
  yield sleep(drink.length);
  boil.end();
  yield undefined;
  const pour = tracer.startSpan(`pour ${drink}`);
  yield sleep(1);
  pour.end();
  return `a cup of ${drink}`;
}

async function post(drink: string): Promise<string> {
  return tracer.startActiveSpan(`POST /${drink}`, { kind: SpanKind.SERVER }, async (span) => {
    const cup = await scheduler.spawn<string>(brew(drink));
    span.end();
    return cup;
  });
}

console.log(await Promise.all([post('tea'), post('coffee'), post('cocoa')]));
