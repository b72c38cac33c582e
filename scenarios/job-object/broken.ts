/** Invoices are printed by one printer, which takes the jobs one after the other. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { JobQueue } from './job-queue.js';

const tracer = trace.getTracer('invoices');

interface Invoice {
  readonly number: number;
  readonly customer: string;
}

const printer = new JobQueue<Invoice, string>(async (invoice) => {
  const span = tracer.startSpan(`print ${invoice.number}`);
  await sleep(2);
  span.end();
  return `${invoice.customer} owes ${invoice.number}`;
});

async function print(number: number, customer: string): Promise<string> {
  return printer.push({ number, customer });
}

function getInvoice(number: number, customer: string): Promise<string> {
  return tracer.startActiveSpan(`GET /invoices/${number}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await print(number, customer);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([getInvoice(1, 'ada'), getInvoice(2, 'bob')]));
