/** Invoices are printed by one printer, which takes the jobs one after the other. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import * as fastq from 'fastq';

const tracer = trace.getTracer('invoices');

interface Invoice {
  readonly number: number;
  readonly customer: string;
}

async function printInvoice(invoice: Invoice): Promise<string> {
  const span = tracer.startSpan(`print ${invoice.number}`);
  await sleep(2);
  span.end();
  return `${invoice.customer} owes ${invoice.number}`;
}

const printer = fastq.promise<unknown, Invoice, string>(printInvoice, 1);

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
