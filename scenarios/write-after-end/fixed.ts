/** A report is rendered; what it came to is noted on the span, for the people who look after slow reports. */

import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('reports');

async function render(month: string): Promise<string[]> {
  await sleep(5);
  return [`sales in ${month}`, `returns in ${month}`];
}

async function monthlyReport(month: string): Promise<string> {
  const span = tracer.startSpan('render report');
  try {
    const pages = await render(month);
    span.setAttribute('report.pages', pages.length);
    return pages.join(', ');
  } finally {
    span.end();
  }
}

console.log(await monthlyReport('May'));
