/** One shared bus and many requests: listeners are bound with `context.bind`, and taken away again. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('locks');

class Locks extends EventEmitter {
  readonly #held = new Set<string>();

  tryTake(name: string): boolean {
    if (this.#held.has(name)) return false;
    this.#held.add(name);
    return true;
  }

  leave(name: string): void {
    this.#held.delete(name);
    this.emit('free', name);
  }
}

const locks = new Locks();

function take(name: string, by: string): Promise<void> {
  return new Promise((resolve) => {
    const attempt = () => {
      const span = tracer.startSpan(`try ${name} for ${by}`);
      const taken = locks.tryTake(name);
      span.setAttribute('taken', taken);
      span.end();
      if (!taken) return;
      locks.off('free', bound);
      resolve();
    };
    const bound = context.bind(context.active(), attempt);
    locks.on('free', bound);
    attempt();
  });
}

async function put(by: string, order: string[]): Promise<void> {
  await tracer.startActiveSpan(`PUT /shared by ${by}`, { kind: SpanKind.SERVER }, async (span) => {
    await take('file', by);
    const work = tracer.startSpan(`write by ${by}`);
    await sleep(2);
    order.push(by);
    work.end();
    locks.leave('file');
    span.end();
  });
}

const order: string[] = [];
await Promise.all([put('ada', order), put('bob', order)]);
console.log(order);
