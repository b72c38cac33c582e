/** Seats are reserved one after the other; what is handed to async-lock is bound to its caller's context. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import AsyncLock from 'async-lock';

const tracer = trace.getTracer('seats');
const lock = new AsyncLock();
const taken = new Set<string>();

async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return lock.acquire('plane', context.bind(context.active(), work));
}

function reserve(seat: string): Promise<boolean> {
  return exclusively(() =>
    tracer.startActiveSpan(`reserve ${seat}`, async (span) => {
      await sleep(3);
      const free = !taken.has(seat);
      taken.add(seat);
      span.end();
      return free;
    }),
  );
}

async function post(seat: string): Promise<string> {
  return tracer.startActiveSpan(`POST /seats/${seat}`, { kind: SpanKind.SERVER }, async (span) => {
    const free = await reserve(seat);
    span.end();
    return `${seat} ${free ? 'is yours' : 'is taken'}`;
  });
}

console.log(await Promise.all([post('4A'), post('4B')]));
