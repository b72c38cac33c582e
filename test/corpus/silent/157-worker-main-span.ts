/** A worker has a span that is open as long as it runs; each job is a trace of its own, linked to who sent it. */

import { on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SpanContext, SpanKind, trace } from '@opentelemetry/api';
import { EventEmitter } from 'node:events';
import robust from 'async-retry';

const tracer = trace.getTracer('worker');
const bus = new EventEmitter();
const saved: string[] = [];

interface Job {
  readonly name: string;
  readonly from: SpanContext;
}

async function save(name: string): Promise<void> {
  const span = tracer.startSpan(`save ${name}`);
  await robust(async () => {
    await sleep(2);
    saved.push(name);
  });
  span.end();
}

async function worker(stop: AbortSignal): Promise<void> {
  await tracer.startActiveSpan('worker main', async (main) => {
    try {
      for await (const [job] of on(bus, 'job', { signal: stop }) as AsyncIterable<[Job]>) {
        const links = [{ context: job.from }];
        await tracer.startActiveSpan(`handle ${job.name}`, { root: true, links }, async (span) => {
          await save(job.name);
          span.end();
        });
      }
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
    } finally {
      main.end();
    }
  });
}

const stop = new AbortController();
const working = worker(stop.signal);

function post(name: string): string {
  return tracer.startActiveSpan('POST /jobs', { kind: SpanKind.SERVER }, (span) => {
    bus.emit('job', { name, from: span.spanContext() });
    span.end();
    return `${name} is queued`;
  });
}

console.log(post('a'));
console.log(post('b'));
while (saved.length < 2) await sleep(3);
await sleep(5);
stop.abort();
await working;
console.log(saved);
