/** Actors: a mailbox keeps the context of whoever told it something, and the actor's loop goes on in that. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('bank');

interface Letter<M> {
  readonly message: M;
  readonly from: Context;
  readonly answer: (result: unknown) => void;
}

abstract class Actor<M> {
  readonly #letters: Letter<M>[] = [];
  #wake: (() => void) | undefined;
  #stopped = false;
  readonly life = this.#live();

  ask<R>(message: M): Promise<R> {
    return new Promise((resolve) => {
      this.#letters.push({ message, from: context.active(), answer: resolve as (result: unknown) => void });
      this.#wake?.();
    });
  }

  async #live(): Promise<void> {
    while (!this.#stopped) {
      const letter = this.#letters.shift();
      if (letter === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else {
        letter.answer(await context.with(letter.from, () => this.receive(letter.message)));
      }
    }
  }

  protected abstract receive(message: M): Promise<unknown>;

  stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    return this.life;
  }
}

class Account extends Actor<{ add: number }> {
  #balance = 0;

  protected async receive({ add }: { add: number }): Promise<number> {
    const span = tracer.startSpan(`add ${add}`);
    await sleep(1);
    this.#balance += add;
    span.end();
    return this.#balance;
  }
}

const account = new Account();

async function post(add: number): Promise<number> {
  return tracer.startActiveSpan(`POST /deposits/${add}`, { kind: SpanKind.SERVER }, async (span) => {
    const balance = await account.ask<number>({ add });
    span.end();
    return balance;
  });
}

console.log(await Promise.all([post(5), post(7), post(9)]));
await account.stop();
