/** Newsletters are sent by a queue with two senders. Who unsubscribes is taken out of the queue. */

import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('newsletter');

interface Job {
  readonly reader: string;
  readonly start: () => void;
  readonly cancel: (reason: Error) => void;
}

class Outbox {
  #waiting: Job[] = [];
  #free = 2;

  async send(reader: string): Promise<void> {
    await this.#turn(reader);
    await sleep(5);
    console.log(`sent to ${reader}`);
    this.#next();
  }

  remove(reader: string): void {
    const removed = this.#waiting.filter((job) => job.reader === reader);
    this.#waiting = this.#waiting.filter((job) => job.reader !== reader);
    for (const job of removed) job.cancel(new Error(`${reader} has unsubscribed`));
  }

  #turn(reader: string): Promise<void> {
    return new Promise((start, cancel) => {
      this.#waiting.push({ reader, start, cancel });
      if (this.#free > 0) {
        this.#free--;
        this.#next();
      }
    });
  }

  #next(): void {
    const job = this.#waiting.shift();
    if (job) job.start();
    else this.#free++;
  }
}

const outbox = new Outbox();

async function deliver(reader: string): Promise<void> {
  await tracer.startActiveSpan(`deliver to ${reader}`, async (span) => {
    try {
      await outbox.send(reader);
    } catch (error) {
      span.addEvent('not sent', { reason: String(error) });
    } finally {
      span.end();
    }
  });
}

for (const reader of ['ada', 'bob', 'cyd', 'dan']) void deliver(reader);
outbox.remove('cyd');
