/** Text messages, two at a time by a queue of rate-limiter-flexible; the rest wait in it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';

const tracer = trace.getTracer('sms');
const allowed = new RateLimiterQueue(new RateLimiterMemory({ points: 2, duration: 1 }), { maxQueueSize: 10 });

async function send(id: number): Promise<void> {
  await allowed.removeTokens(1);
  await tracer.startActiveSpan(`send sms ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
  });
}

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /sms/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    await send(id);
    span.end();
    return `sent ${id}`;
  });
}

console.log(await Promise.all([1, 2, 3].map(post)));
