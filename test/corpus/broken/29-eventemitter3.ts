/** Payments: the gateway's answers come in on one line that was opened at boot, as events of eventemitter3. */

import { SpanKind, trace } from '@opentelemetry/api';
import { EventEmitter } from 'eventemitter3';

const tracer = trace.getTracer('payments');

class Gateway extends EventEmitter {
  readonly #pending: number[] = [];
  readonly #line = setInterval(() => this.#answer(), 6);

  ask(order: number): void {
    this.#pending.push(order);
  }

  close(): void {
    clearInterval(this.#line);
  }

  #answer(): void {
    const order = this.#pending.shift();
    if (order !== undefined) this.emit(`paid:${order}`, `receipt-${order}`);
  }
}

const gateway = new Gateway();
const books: string[] = [];

function waitForReceipt(order: number): Promise<string> {
  return new Promise((resolve) => {
    gateway.once(`paid:${order}`, (receipt: string) => {
      const span = tracer.startSpan(`book receipt ${order}`);
      books.push(receipt);
      span.end();
      resolve(receipt);
    });
    gateway.ask(order);
  });
}

function pay(order: number): Promise<string> {
  return tracer.startActiveSpan(`POST /pay/${order}`, { kind: SpanKind.SERVER }, async (span) => {
    const receipt = await waitForReceipt(order);
    span.end();
    return receipt;
  });
}

console.log(await Promise.all([pay(71), pay(72)]));
console.log(books.length);
gateway.close();
