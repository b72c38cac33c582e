/** Invoices: the customer's record comes from a slow service, so it is asked for as early as possible. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('invoices');

function loadCustomer(order: string): Promise<string> {
  return tracer.startActiveSpan('load customer', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(25);
      return `customer of ${order}`;
    } finally {
      span.end();
    }
  });
}

function loadPositions(order: string): Promise<number[]> {
  return tracer.startActiveSpan('load positions', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(10);
      return [order.length * 100, 250];
    } finally {
      span.end();
    }
  });
}

function getInvoice(order: string): Promise<string> {
  return tracer.startActiveSpan(`GET /invoices/${order}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const customer = loadCustomer(order);
      const positions = await loadPositions(order);
      const cents = positions.reduce((sum, position) => sum + position, 0);
      return `${await customer}: ${(cents / 100).toFixed(2)} EUR`;
    } finally {
      span.end();
    }
  });
}

for (const invoice of await Promise.all(['o-1', 'o-22'].map((order) => getInvoice(order)))) console.log(invoice);
