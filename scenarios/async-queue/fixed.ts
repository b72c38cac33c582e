/** Invoices are rendered one after the other by a worker that was started with the service. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('invoices');

class AsyncQueue<T> {
  readonly #items: T[] = [];
  readonly #takers: Array<(item: T) => void> = [];

  push(item: T): void {
    const taker = this.#takers.shift();
    if (taker) taker(item);
    else this.#items.push(item);
  }

  async take(): Promise<T> {
    const item = this.#items.shift();
    return item ?? new Promise((resolve) => this.#takers.push(resolve));
  }
}

interface Job {
  readonly order: number;
  readonly context: Context;
  readonly rendered: (file: string) => void;
}

const jobs = new AsyncQueue<Job | 'stop'>();

function renderInvoice(order: number): Promise<string> {
  return tracer.startActiveSpan('render invoice', async (span) => {
    try {
      await sleep(5);
      return `invoice-${order}.pdf`;
    } finally {
      span.end();
    }
  });
}

async function runWorker(): Promise<void> {
  while (true) {
    const job = await jobs.take();
    if (job === 'stop') return;
    job.rendered(await context.with(job.context, () => renderInvoice(job.order)));
  }
}

const worker = runWorker();

function getInvoice(order: number): Promise<string> {
  return tracer.startActiveSpan(`GET /orders/${order}/invoice`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await new Promise<string>((rendered) => {
        jobs.push({ order, context: context.active(), rendered });
      });
    } finally {
      span.end();
    }
  });
}

const files = await Promise.all([17, 18, 19].map(getInvoice));
for (const file of files) console.log(file);
jobs.push('stop');
await worker;
