/** A converter with an inbox of its own: a loop sleeps until somebody puts something in. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Denque from 'denque';

const tracer = trace.getTracer('converter');

interface Wish {
  readonly amount: number;
  readonly fulfil: (result: number) => void;
}

class Converter {
  readonly #inbox = new Denque<Wish>();
  #wake: (() => void) | undefined;
  #open = true;

  async run(): Promise<void> {
    while (this.#open) {
      const wish = this.#inbox.shift();
      if (wish === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      await this.#convert(wish);
    }
  }

  put(amount: number): Promise<number> {
    return new Promise((fulfil) => {
      this.#inbox.push({ amount, fulfil });
      this.#wake?.();
    });
  }

  close(): void {
    this.#open = false;
    this.#wake?.call(undefined);
  }

  async #convert({ amount, fulfil }: Wish): Promise<void> {
    const span = tracer.startSpan(`convert ${amount} EUR`);
    await sleep(2);
    span.end();
    fulfil(amount * 11);
  }
}

const converter = new Converter();
const running = converter.run();

async function post(amount: number): Promise<string> {
  return tracer.startActiveSpan('POST /convert', { kind: SpanKind.SERVER }, async (span) => {
    const result = await converter.put(amount);
    span.end();
    return `${result} NOK`;
  });
}

console.log(await post(100));
console.log(await post(200));
converter.close();
await running;
