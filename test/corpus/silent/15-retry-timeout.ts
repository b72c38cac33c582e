/** A quote with retries and a time limit; what is too slow is abandoned only after its span has ended. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pRetry from 'p-retry';
import pTimeout, { TimeoutError } from 'p-timeout';

const tracer = trace.getTracer('quotes');

function ask(attempt: number): Promise<number> {
  return tracer.startActiveSpan(`attempt ${attempt}`, { kind: SpanKind.CLIENT }, async (span) => {
    const aborted = new AbortController();
    try {
      const slow = sleep(attempt === 3 ? 5000 : 2, undefined, { signal: aborted.signal }).catch(() => undefined);
      await pTimeout(slow, { milliseconds: 50 });
      throw new Error('busy');
    } catch (error) {
      aborted.abort();
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

async function quote(): Promise<number> {
  try {
    return await pRetry(ask, { retries: 2, minTimeout: 2 });
  } catch (error) {
    const span = tracer.startSpan('fallback');
    span.setAttribute('timed_out', error instanceof TimeoutError);
    span.end();
    return 42;
  }
}

await tracer.startActiveSpan('GET /quote', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await quote());
  span.end();
});
