/** Withdrawals from a ledger which is changed by one of them at a time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('ledger');

class Mutex {
  #locked = false;
  readonly #waiting: Array<() => void> = [];

  lock(run: () => void): void {
    if (this.#locked) {
      this.#waiting.push(run);
    } else {
      this.#locked = true;
      run();
    }
  }

  unlock(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#locked = false;
  }
}

const ledger = new Mutex();
const balances = new Map([['savings', 10_000]]);

function book(account: string, cents: number): Promise<number> {
  return tracer.startActiveSpan('book withdrawal', async (span) => {
    try {
      const balance = balances.get(account) ?? 0;
      await sleep(10);
      balances.set(account, balance - cents);
      return balance - cents;
    } finally {
      span.end();
    }
  });
}

function withdraw(account: string, cents: number): Promise<number> {
  return new Promise((resolve, reject) => {
    ledger.lock(() => {
      book(account, cents)
        .then(resolve, reject)
        .finally(() => ledger.unlock());
    });
  });
}

function handleWithdrawal(account: string, cents: number): Promise<string> {
  return tracer.startActiveSpan('POST /withdrawals', { kind: SpanKind.SERVER }, async (span) => {
    try {
      span.setAttribute('withdrawal.cents', cents);
      return `${cents} withdrawn, ${await withdraw(account, cents)} left`;
    } finally {
      span.end();
    }
  });
}

const answers = await Promise.all([1000, 2500, 300].map((cents) => handleWithdrawal('savings', cents)));
for (const answer of answers) console.log(answer);
