/** An auction house: bidders ask for the result by long polling, and are answered when the auction is closed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('auctions');

/** Opened once; whoever waits is called then, whoever comes later is called at once. */
class Latch<T> {
  #value: { readonly of: T } | undefined;
  readonly #waiting: Array<(value: T) => void> = [];

  wait(callback: (value: T) => void): void {
    if (this.#value) callback(this.#value.of);
    else this.#waiting.push(callback);
  }

  set(value: T): void {
    this.#value = { of: value };
    for (const callback of this.#waiting.splice(0)) callback(value);
  }
}

const winner = new Latch<string>();

function renderResult(bidder: string, won: boolean): Promise<string> {
  return tracer.startActiveSpan('render result', async (span) => {
    try {
      await sleep(5);
      return won ? `${bidder}, it is yours` : `${bidder}, you were outbid`;
    } finally {
      span.end();
    }
  });
}

function resultFor(bidder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    winner.wait((name) => {
      renderResult(bidder, name === bidder).then(resolve, reject);
    });
  });
}

function pollResult(bidder: string): Promise<string> {
  return tracer.startActiveSpan('GET /auction/result', { kind: SpanKind.SERVER }, async (span) => {
    try {
      span.setAttribute('bidder', bidder);
      return await resultFor(bidder);
    } finally {
      span.end();
    }
  });
}

function payOut(name: string): Promise<string> {
  return tracer.startActiveSpan('pay out seller', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(30);
      return `sold to ${name}`;
    } finally {
      span.end();
    }
  });
}

function closeAuction(name: string): Promise<string> {
  return tracer.startActiveSpan('POST /auction/close', { kind: SpanKind.SERVER }, async (span) => {
    try {
      winner.set(name);
      return await payOut(name);
    } finally {
      span.end();
    }
  });
}

const polls = ['ada', 'grace', 'edsger'].map((bidder) => pollResult(bidder));
await sleep(10);
console.log(await closeAuction('grace'));
for (const answer of await Promise.all(polls)) console.log(answer);
console.log(await pollResult('barbara'));
