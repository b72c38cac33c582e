/** An export: the generator is opened by the request and driven by a writer that has run since boot. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import split2 from 'split2';

const tracer = trace.getTracer('exports');

interface Export {
  readonly rows: AsyncGenerator<string>;
  readonly done: (lines: number) => void;
}

const waiting: Export[] = [];
let closing = false;

async function* readOrders(customer: string): AsyncGenerator<string> {
  for (let page = 1; page <= 2; page++) {
    const span = tracer.startSpan(`read page ${page} of ${customer}`, { kind: SpanKind.CLIENT });
    await sleep(3);
    span.end();
    yield `${customer},${page}\n${customer},${page + 10}\n`;
  }
}

async function writeExports(): Promise<void> {
  while (!closing) {
    await sleep(2);
    for (const { rows, done } of waiting.splice(0)) {
      const splitter = split2();
      let lines = 0;
      splitter.on('data', () => lines++);
      for await (const text of rows) splitter.write(text);
      done(lines);
    }
  }
}

const writer = writeExports();

function exportOrders(customer: string): Promise<string> {
  return tracer.startActiveSpan(`GET /export/${customer}`, { kind: SpanKind.SERVER }, async (span) => {
    const rows = readOrders(customer);
    const lines = await new Promise<number>((done) => waiting.push({ rows, done }));
    span.end();
    return `${customer}: ${lines} lines`;
  });
}

console.log(await exportOrders('ada'));
closing = true;
await writer;
