/** Promises go into a list that nobody ever waits for: it is looked at for its length alone. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');
const jobs: Promise<void>[] = [];
let mails = 0;

async function confirm(order: number): Promise<void> {
  const span = tracer.startSpan(`mail ${order}`);
  await sleep(4);
  mails++;
  span.end();
}

function post(order: number): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${order}`, { kind: SpanKind.SERVER }, async (span) => {
    jobs.push(confirm(order));
    span.end();
    return `accepted ${order}`;
  });
}

console.log(await post(1), await post(2), jobs.length);
while (mails < 2) await sleep(2);
