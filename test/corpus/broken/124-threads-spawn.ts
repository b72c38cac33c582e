/** Words are counted in a thread, called like a function (threads.js). */

import { SpanKind, trace } from '@opentelemetry/api';
import { spawn, Thread, Worker } from 'threads';

const tracer = trace.getTracer('texts');
const counter = await spawn<{ countWords(text: string): number }>(new Worker('../support/workers/threads-count.mjs'));

async function countWords(text: string): Promise<number> {
  return counter.countWords(text);
}

async function post(id: number, text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /texts/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const words = await countWords(text);
    span.setAttribute('words', words);
    span.end();
    return `text ${id}: ${words} words`;
  });
}

console.log(await post(1, 'to be continued'));
console.log(await post(2, 'the end'));
await Thread.terminate(counter);
