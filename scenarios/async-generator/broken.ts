/** Exports of a year's orders: a handler opens the body, and the server pulls it page by page as the client reads. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('exports');

function readPage(year: number, page: number): Promise<string> {
  return tracer.startActiveSpan('SELECT orders', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      span.setAttribute('page', page);
      await sleep(5);
      return `${year};page ${page}`;
    } finally {
      span.end();
    }
  });
}

async function* pagesOf(year: number, span: Span): AsyncGenerator<string> {
  try {
    for (let page = 1; page <= 3; page++) yield await readPage(year, page);
  } finally {
    span.end();
  }
}

/** The span stays open until the last page is read. */
function exportOrders(year: number): AsyncGenerator<string> {
  return tracer.startActiveSpan(`GET /orders/${year}.csv`, { kind: SpanKind.SERVER }, (span) => {
    span.setAttribute('export.year', year);
    return pagesOf(year, span);
  });
}

async function send(body: AsyncIterable<string>): Promise<string[]> {
  const sent: string[] = [];
  for await (const chunk of body) {
    sent.push(chunk);
    await sleep(2);
  }
  return sent;
}

const years = [2023, 2024];
const files = await Promise.all(years.map((year) => send(exportOrders(year))));
for (const lines of files) console.log(lines.join('\n'));
