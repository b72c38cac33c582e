/** An order is confirmed before its receipt is sent: somebody forgot to wait. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pRetry from 'p-retry';

const tracer = trace.getTracer('orders');
const log: string[] = [];

async function save(order: number): Promise<void> {
  await tracer.startActiveSpan(`save order ${order}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
  });
}

async function sendReceipt(order: number): Promise<void> {
  await tracer.startActiveSpan(`send receipt ${order}`, async (span) => {
    await pRetry(
      async (attempt) => {
        await sleep(4);
        if (attempt < 2) throw new Error('try again');
        log.push(`receipt ${order} after ${attempt} attempts`);
      },
      { retries: 2, minTimeout: 3 },
    );
    span.end();
  });
}

async function post(order: number): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${order}`, { kind: SpanKind.SERVER }, async (span) => {
    await save(order);
    sendReceipt(order);
    span.end();
    return `order ${order} is confirmed`;
  });
}

console.log(await post(31));
while (log.length === 0) await sleep(3);
console.log(log);
