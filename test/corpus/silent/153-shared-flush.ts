/** A log is written by a loop of boot's, for all at once; everybody waits for the next flush, which is nobody's own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pDefer, { type DeferredPromise } from 'p-defer';

const tracer = trace.getTracer('log');
const written: string[] = [];
let lines: string[] = [];
let next: DeferredPromise<number> = pDefer();
let running = true;

async function fsync(): Promise<void> {
  const span = tracer.startSpan('fsync');
  await sleep(2);
  span.end();
}

async function flush(batch: readonly string[], done: DeferredPromise<number>): Promise<void> {
  await tracer.startActiveSpan(`flush ${batch.length} lines`, async (span) => {
    written.push(...batch);
    await fsync();
    span.end();
  });
  done.resolve(written.length);
}

async function flusher(): Promise<void> {
  while (running) {
    await sleep(12);
    if (lines.length < 2) continue;
    const [batch, done] = [lines, next];
    [lines, next] = [[], pDefer()];
    await flush(batch, done);
  }
}
const flushing = flusher();

function append(line: string): Promise<number> {
  lines.push(line);
  return next.promise;
}

async function put(line: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /log/${line}`, { kind: SpanKind.SERVER }, async (span) => {
    tracer.startSpan(`check ${line}`).end();
    const count = await append(line);
    span.end();
    return `${line} is one of ${count}`;
  });
}

console.log(await Promise.all([put('a'), put('b')]));
running = false;
await flushing;
