/** A printer: jobs of `async.priorityQueue`, an object each, and one worker function. */

import { SpanKind, trace } from '@opentelemetry/api';
import { priorityQueue } from 'async';

const tracer = trace.getTracer('printer');

interface PrintJob {
  readonly document: string;
  readonly pages: number;
  printed(sheets: number): void;
}

const prints = priorityQueue<PrintJob>((job, done) => {
  const span = tracer.startSpan(`print ${job.document}`, { attributes: { pages: job.pages } });
  setTimeout(() => {
    span.end();
    job.printed(Math.ceil(job.pages / 2));
    done();
  }, 3);
}, 1);

function print(document: string, pages: number, priority: number): Promise<number> {
  return new Promise((resolve) => {
    const job: PrintJob = { document, pages, printed: resolve };
    prints.push(job, priority);
  });
}

async function post(document: string, pages: number, priority: number): Promise<string> {
  return tracer.startActiveSpan(`POST /print/${document}`, { kind: SpanKind.SERVER }, async (span) => {
    const sheets = await print(document, pages, priority);
    span.end();
    return `${document}: ${sheets} sheets`;
  });
}

console.log(await Promise.all([post('invoice', 1, 1), post('poster', 9, 3), post('letter', 2, 2)]));
