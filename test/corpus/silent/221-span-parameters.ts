/** Spans are handed down as parameters, and nothing is ever active: all children get explicit contexts. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('invoices');
const childOf = (parent: Span, name: string, kind = SpanKind.INTERNAL) =>
  tracer.startSpan(name, { kind }, trace.setSpan(context.active(), parent));

async function loadCustomer(parent: Span, id: number): Promise<string> {
  const span = childOf(parent, `customer ${id}`, SpanKind.CLIENT);
  await sleep(1);
  closeWith(span, 'loaded');
  return `customer ${id}`;
}

function closeWith(span: Span, state: string): void {
  span.setAttribute('state', state);
  span.end();
}

async function render(parent: Span, parts: string[]): Promise<string> {
  const span = childOf(parent, 'render');
  const pages = await Promise.all(
    parts.map(async (part, page) => {
      const one = childOf(span, `page ${page}`);
      await sleep(parts.length - page);
      one.end();
      return part.length;
    }),
  );
  closeWith(span, 'rendered');
  return `${pages.reduce((sum, size) => sum + size, 0)} letters`;
}

async function get(id: number): Promise<string> {
  const span = tracer.startSpan(`GET /invoices/${id}`, { kind: SpanKind.SERVER });
  const customer = await loadCustomer(span, id);
  const text = await render(span, [customer, 'total', 'thanks']);
  closeWith(span, 'sent');
  return text;
}

console.log(await Promise.all([get(1), get(2)]));
