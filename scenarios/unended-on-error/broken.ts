/** Card payments; a bank may refuse a card. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('payments');

class CardRefused extends Error {
  override readonly name = 'CardRefused';
}

async function askBank(card: string): Promise<string> {
  await sleep(5);
  if (card === '0000') throw new CardRefused(`card ${card} was refused`);
  return `approved ${card}`;
}

function chargeCard(card: string): Promise<string> {
  return tracer.startActiveSpan('charge card', async (span) => {
    const approval = await askBank(card);
    span.setAttribute('payment.approval', approval);
    span.end();
    return approval;
  });
}

function pay(card: string): Promise<string> {
  return tracer.startActiveSpan('POST /payments', { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await chargeCard(card);
    } catch (error) {
      if (!(error instanceof CardRefused)) throw error;
      span.setAttribute('http.response.status_code', 402);
      return error.message;
    } finally {
      span.end();
    }
  });
}

for (const card of ['4711', '0000', '4712']) console.log(await pay(card));
