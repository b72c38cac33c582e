/** Quotes with a deadline: the loser of the race is aborted, and has ended before the request does. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pTimeout from 'p-timeout';

const tracer = trace.getTracer('quotes');

async function ask(broker: string, signal: AbortSignal): Promise<number> {
  return tracer.startActiveSpan(`ask ${broker}`, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(broker === 'slow' ? 2_000 : 2, undefined, { signal });
      return 100;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'aborted' });
      throw error;
    } finally {
      span.end();
    }
  });
}

async function quote(broker: string): Promise<string> {
  return tracer.startActiveSpan(`GET /quote/${broker}`, { kind: SpanKind.SERVER }, async (span) => {
    const abort = new AbortController();
    const asked = ask(broker, abort.signal);
    asked.catch(() => {});
    try {
      return `${broker}: ${await pTimeout(asked, { milliseconds: 15 })}`;
    } catch {
      abort.abort();
      await asked.catch(() => {});
      return `${broker} does not answer`;
    } finally {
      span.end();
    }
  });
}

for (const broker of ['fast', 'slow', 'fast']) console.log(await quote(broker));
