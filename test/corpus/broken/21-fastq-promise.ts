/** Invoices, summed up one at a time by a fastq worker. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import * as fastq from 'fastq';

const tracer = trace.getTracer('invoices');

interface Invoice {
  readonly customer: string;
  readonly lines: readonly number[];
}

async function sum(invoice: Invoice): Promise<number> {
  return tracer.startActiveSpan(`sum for ${invoice.customer}`, async (span) => {
    await sleep(4);
    span.end();
    return invoice.lines.reduce((total, line) => total + line, 0);
  });
}

const invoices = fastq.promise<unknown, Invoice, number>(sum, 1);

class InvoiceController {
  async create(customer: string, lines: readonly number[]): Promise<string> {
    const total = await invoices.push({ customer, lines });
    return `${customer}: ${total}`;
  }
}

const controller = new InvoiceController();

const post = (customer: string, lines: readonly number[]): Promise<string> =>
  tracer.startActiveSpan(`POST /invoices/${customer}`, { kind: SpanKind.SERVER }, (span) =>
    controller.create(customer, lines).finally(() => span.end()),
  );

console.log(await Promise.all([post('acme', [10, 20]), post('globex', [7])]));
