/** A coffee machine: a loop waits on an `async-mutex` semaphore for orders; the order itself is a plain number. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Semaphore } from 'async-mutex';

const tracer = trace.getTracer('coffee');
const arrived = new Semaphore(0);
const orders: number[] = [];
const cups = new Map<number, () => void>();
let open = true;

async function grind(grams: number): Promise<void> {
  const span = tracer.startSpan(`grind ${grams}`);
  await sleep(3);
  span.end();
}

async function machine(): Promise<void> {
  while (open) {
    await arrived.acquire();
    const grams = orders.shift();
    if (grams === undefined) continue;
    await grind(grams);
    cups.get(grams)?.();
  }
}

const running = machine();

async function order(grams: number): Promise<string> {
  return tracer.startActiveSpan(`POST /coffee/${grams}`, { kind: SpanKind.SERVER }, async (span) => {
    const cup = new Promise<void>((ready) => cups.set(grams, ready));
    orders.push(grams);
    arrived.release();
    await cup;
    span.end();
    return `a cup of ${grams} g`;
  });
}

await sleep(2);
console.log(await order(12));
open = false;
arrived.release(1);
await running;
