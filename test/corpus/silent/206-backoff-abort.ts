/** Retries with back-off, and a time limit of AbortSignal; each attempt has its span, ended in `finally`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('geo');

interface RetryOptions {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly signal: AbortSignal;
}

async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  let delay = options.firstDelayMs;
  for (let attempt = 1; ; attempt++) {
    options.signal.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt === options.attempts) throw error;
      await sleep(delay, undefined, { signal: options.signal });
      delay *= 2;
    }
  }
}

async function ask(place: string, attempt: number, signal: AbortSignal): Promise<string> {
  const span = tracer.startSpan(`ask ${place} #${attempt}`, { kind: SpanKind.CLIENT });
  try {
    await sleep(1, undefined, { signal });
    if (place === 'nowhere' || attempt < 3) throw new Error('503');
    return `${place} is at 5, 8`;
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

async function locate(place: string): Promise<string> {
  const abort = new AbortController();
  return tracer.startActiveSpan(`GET /places/${place}`, { kind: SpanKind.SERVER }, async (span) => {
    abort.signal.addEventListener('abort', () => span.addEvent('aborted'), { once: true });
    const limits = AbortSignal.any([abort.signal, AbortSignal.timeout(5_000)]);
    try {
      return await retry((attempt) => ask(place, attempt, limits), { attempts: 4, firstDelayMs: 1, signal: limits });
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      abort.abort();
      return (error as Error).message;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([locate('berlin'), locate('nowhere'), locate('oslo')]));
