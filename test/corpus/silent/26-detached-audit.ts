/** An audit behind the response: not waited for, and deliberately a root with a link to where it came from. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import PQueue from 'p-queue';

const tracer = trace.getTracer('bank');
const audits = new PQueue({ concurrency: 1 });
const archive: number[] = [];

async function audit(amount: number, from: ReturnType<typeof trace.getActiveSpan>): Promise<void> {
  const links = from ? [{ context: from.spanContext() }] : [];
  await tracer.startActiveSpan(`audit ${amount}`, { root: true, links }, async (span) => {
    await tracer.startActiveSpan(`archive ${amount}`, async (write) => {
      await sleep(5);
      archive.push(amount);
      write.end();
    });
    span.end();
  });
}

async function transfer(amount: number): Promise<string> {
  return tracer.startActiveSpan(`POST /transfer/${amount}`, { kind: SpanKind.SERVER }, async (span) => {
    const book = tracer.startSpan(`book ${amount}`);
    await sleep(2);
    book.end();
    void audits.add(() => audit(amount, span));
    span.end();
    return `booked ${amount}`;
  });
}

console.log(await Promise.all([transfer(10), transfer(20)]));
await audits.onIdle();
console.log(archive);
