/** An order desk whose parts talk over a bus: the listeners are registered at boot, and requests come before it is complete. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('order-desk');
const bus = new EventEmitter();
const reserved: string[] = [];
const confirmations = new Map<string, Promise<void>>();

function reserveStock(order: string): void {
  tracer.startActiveSpan('reserve stock', (span) => {
    reserved.push(order);
    span.end();
  });
}

function writeConfirmation(order: string): Promise<void> {
  return tracer.startActiveSpan('write confirmation', async (span) => {
    try {
      span.setAttribute('order', order);
      await sleep(5);
    } finally {
      span.end();
    }
  });
}

function warmCache(): Promise<void> {
  return tracer.startActiveSpan('warm cache', async (span) => {
    try {
      await sleep(50);
    } finally {
      span.end();
    }
  });
}

function bootstrap(): Promise<void> {
  return tracer.startActiveSpan('bootstrap', async (span) => {
    try {
      bus.on('placed', (order: string) => reserveStock(order));
      bus.on('placed', (order: string) => {
        confirmations.set(order, writeConfirmation(order));
      });
      await warmCache();
    } finally {
      span.end();
    }
  });
}

function placeOrder(order: string): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${order}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      await sleep(5);
      bus.emit('placed', order);
      await confirmations.get(order);
      return `placed ${order}`;
    } finally {
      span.end();
    }
  });
}

const booted = bootstrap();
const answers = await Promise.all(['o1', 'o2', 'o3'].map((order) => placeOrder(order)));
await booted;
answers.push(await placeOrder('o4'));
for (const answer of answers) console.log(answer);
console.log(`reserved for ${reserved.join(', ')}`);
