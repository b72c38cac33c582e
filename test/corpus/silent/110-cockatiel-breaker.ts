/** A circuit breaker and a timeout by cockatiel: it opens, refuses, lets one through, and closes. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';

const tracer = trace.getTracer('stock');
const breaker = circuitBreaker(handleAll, { halfOpenAfter: 15, breaker: new ConsecutiveBreaker(2) });
const policy = wrap(breaker, timeout(2_000, TimeoutStrategy.Aggressive));
breaker.onBreak(() => console.log('the breaker opens'));
breaker.onReset(() => console.log('the breaker closes'));

async function askWarehouse(id: number): Promise<number> {
  return tracer.startActiveSpan(`ask warehouse ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(2);
      if (id < 3) throw new Error('closed');
      return id * 10;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /stock/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${await policy.execute(() => askWarehouse(id))} left`;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      return error instanceof BrokenCircuitError ? 'try later' : 'unknown';
    } finally {
      span.end();
    }
  });
}

for (const id of [1, 2, 3]) console.log(await get(id));
await sleep(25);
console.log(await get(4));
