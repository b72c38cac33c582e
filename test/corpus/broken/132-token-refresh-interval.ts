/** A token that refreshes itself: the timer is started by the request that needed the first one. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Mutex } from 'async-mutex';

const tracer = trace.getTracer('mail');

class Token {
  readonly #mutex = new Mutex();
  #value: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  refreshed = 0;

  get(): Promise<string> {
    return this.#mutex.runExclusive(async () => {
      if (this.#value === undefined) {
        this.#value = await this.#fetch('fetch token');
        this.#timer = setInterval(() => void this.#refresh(), 10);
      }
      return this.#value;
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #refresh(): Promise<void> {
    this.#value = await this.#fetch('refresh token');
    if (++this.refreshed === 2) this.stop();
  }

  #fetch(name: string): Promise<string> {
    return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT }, async (span) => {
      await sleep(2);
      span.end();
      return `token-${this.refreshed}`;
    });
  }
}

const token = new Token();

async function inbox(): Promise<string> {
  return tracer.startActiveSpan('GET /inbox', { kind: SpanKind.SERVER }, async (span) => {
    const text = `inbox by ${(await token.get()).split('-')[0]}`;
    span.end();
    return text;
  });
}

console.log(await inbox());
console.log(await inbox());
while (token.refreshed < 2) await sleep(3);
