/** A background indexer with roots of its own, kicked by requests which do not wait for it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Sema } from 'async-sema';

const tracer = trace.getTracer('indexer');
const kicks = new Sema(1, { capacity: 8 });
const events: string[] = [];
let rebuilt = 0;
let running = true;
await kicks.acquire();

async function rebuild(): Promise<void> {
  const round = ++rebuilt;
  await tracer.startActiveSpan(`rebuild index ${round}`, async (span) => {
    await tracer.startActiveSpan(`write segment ${round}`, async (write) => {
      await sleep(2);
      write.end();
    });
    span.end();
  });
}

async function indexer(): Promise<void> {
  while (running) {
    await kicks.acquire();
    if (running) await rebuild();
  }
}

const loop = indexer();

function post(event: string): string {
  return tracer.startActiveSpan('POST /events', { kind: SpanKind.SERVER }, (span) => {
    events.push(event);
    kicks.release();
    span.end();
    return `${events.length} events`;
  });
}

console.log(post('login'));
await sleep(15);
console.log(post('logout'));
await sleep(15);
running = false;
kicks.release();
await loop;
console.log(`${rebuilt} times`);
