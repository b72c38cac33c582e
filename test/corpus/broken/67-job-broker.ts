/** A job queue in the manner of BullMQ: jobs are serialised, kept by a broker, and fetched by a polling worker. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { pEvent } from 'p-event';

const tracer = trace.getTracer('jobs');
const broker = { list: [] as string[], done: new EventEmitter() };

class Queue {
  async add(name: string, data: object): Promise<void> {
    await sleep(1);
    broker.list.push(JSON.stringify({ name, data }));
  }
}

class Worker {
  #closing = false;
  readonly #running: Promise<void>;

  constructor(process: (job: { name: string; data: { user: string } }) => Promise<void>) {
    this.#running = this.#poll(process);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#running;
  }

  async #poll(process: (job: { name: string; data: { user: string } }) => Promise<void>): Promise<void> {
    while (!this.#closing) {
      const text = broker.list.shift();
      if (text === undefined) await sleep(2);
      else await process(JSON.parse(text));
    }
  }
}

const queue = new Queue();
const worker = new Worker(async ({ name, data: { user } }) => {
  const span = tracer.startSpan(`process ${name} of ${user}`, { kind: SpanKind.CONSUMER });
  await sleep(2);
  span.end();
  broker.done.emit(user, `welcome, ${user}`);
});

async function register(user: string): Promise<string> {
  return tracer.startActiveSpan(`POST /users/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const greeted = pEvent<string, string>(broker.done as never, user);
    await queue.add('welcome', { user });
    const greeting = await greeted;
    span.end();
    return greeting;
  });
}

console.log(await Promise.all([register('ada'), register('bob')]));
await worker.close();
