/** Newsletters are sent by a queue with two senders. Who unsubscribes is taken out of the queue. */

import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('newsletter');

interface Job {
  readonly reader: string;
  readonly start: () => void;
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
    this.#waiting = this.#waiting.filter((job) => job.reader !== reader);
  }

  #turn(reader: string): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ reader, start });
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
    } finally {
      span.end();
    }
  });
}

for (const reader of ['ada', 'bob', 'cyd', 'dan']) void deliver(reader);
outbox.remove('cyd');
