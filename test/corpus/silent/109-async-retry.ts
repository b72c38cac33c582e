/** Rates of a bank that fails now and then: attempts are retried, or given up (async-retry). */

import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import retry from 'async-retry';

const tracer = trace.getTracer('exchange');
let calls = 0;

class UnknownCurrency extends Error {}

async function askBank(currency: string): Promise<number> {
  await new Promise((later) => setTimeout(later, 2));
  if (currency === 'XXX') throw new UnknownCurrency(currency);
  if (++calls < 3) throw new Error('busy');
  return 11.7;
}

function rate(currency: string): Promise<number> {
  return retry(
    async (bail, attempt) => {
      const span = tracer.startSpan(`attempt ${attempt} of ${currency}`, { kind: SpanKind.CLIENT });
      try {
        return await askBank(currency);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        if (!(error instanceof UnknownCurrency)) throw error;
        bail(error);
        return Number.NaN;
      } finally {
        span.end();
      }
    },
    { retries: 4, minTimeout: 3, maxTimeout: 5, randomize: false },
  );
}

async function get(currency: string): Promise<string> {
  return tracer.startActiveSpan(`GET /exchange/${currency}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `1 ${currency} = ${await rate(currency)} NOK`;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      return `no such currency: ${(error as Error).message}`;
    } finally {
      span.end();
    }
  });
}

console.log(await get('EUR'));
console.log(await get('XXX'));
