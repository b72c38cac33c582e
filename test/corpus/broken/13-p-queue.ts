/** Uploads, stored one after the other by p-queue. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import PQueue from 'p-queue';

const tracer = trace.getTracer('uploads');
const queue = new PQueue({ concurrency: 1 });
const stored: string[] = [];

function store(name: string): Promise<number> {
  return tracer.startActiveSpan(`store ${name}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(5);
    stored.push(name);
    span.end();
    return stored.length;
  });
}

function enqueue(name: string): Promise<number> {
  return queue.add(() => store(name));
}

function put(name: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const version = await enqueue(name);
    span.end();
    return `${name} is number ${version}`;
  });
}

console.log(await Promise.all([put('a.png'), put('b.png'), put('c.png')]));
