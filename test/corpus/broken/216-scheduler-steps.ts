/** A scheduler runs the steps of all tasks in one loop, in the context of whoever woke it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('fibers');
type Step = () => void;

class Scheduler {
  readonly #steps: Step[] = [];
  #draining = false;

  schedule(step: Step): void {
    this.#steps.push(step);
    if (this.#draining) return;
    this.#draining = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    const step = this.#steps.shift();
    if (step === undefined) {
      this.#draining = false;
      return;
    }
    step();
    setImmediate(() => this.#drain());
  }
}

const scheduler = new Scheduler();

function brew(drink: string): Promise<string> {
  return new Promise((resolve) => {
    scheduler.schedule(() => {
      const span = tracer.startSpan(`brew ${drink}`);
      void sleep(2).then(() => {
        span.end();
        resolve(`a cup of ${drink}`);
      });
    });
  });
}

async function post(drink: string): Promise<string> {
  return tracer.startActiveSpan(`POST /${drink}`, { kind: SpanKind.SERVER }, async (span) => {
    const cup = await brew(drink);
    span.end();
    return cup;
  });
}

console.log(await Promise.all([post('tea'), post('coffee')]));
