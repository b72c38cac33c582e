/** Payments: a card is charged, and who cannot pay is told so. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('payments');

class CardDeclined extends Error {
  override name = 'CardDeclined';
}

async function askAcquirer(cents: number): Promise<string> {
  await sleep(5);
  if (cents > 10_000) throw new CardDeclined('above the limit of the card');
  return 'approved';
}

function charge(cents: number): Promise<string> {
  return tracer.startActiveSpan('charge card', async (span) => {
    try {
      span.setAttribute('payment.cents', cents);
      return await askAcquirer(cents);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

function postPayment(cents: number): Promise<string> {
  return tracer.startActiveSpan('POST /payments', { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `201 ${await charge(cents)}`;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      return `402 ${(error as Error).message}`;
    } finally {
      span.end();
    }
  });
}

console.log(await postPayment(4_900));
console.log(await postPayment(49_000));
