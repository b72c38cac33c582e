/** A request kicks the indexer, which has roots of its own, and goes on with something else for longer than that takes. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Repeater } from '@repeaterjs/repeater';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('articles');
let kick: () => void = () => {};
let rounds = 0;
const kicks = new Repeater<string>(async (push, stop) => {
  kick = () => void push('again');
  await stop;
});

async function reindex(): Promise<void> {
  const round = ++rounds;
  await tracer.startActiveSpan(`reindex ${round}`, async (span) => {
    const write = tracer.startSpan(`write segment ${round}`);
    await sleep(3);
    write.end();
    span.end();
  });
}

async function indexer(): Promise<void> {
  for await (const _ of kicks) {
    await reindex();
    if (rounds === 2) break;
  }
}
const indexing = indexer();

async function inSpan(name: string, ms: number): Promise<void> {
  const span = tracer.startSpan(name);
  await sleep(ms);
  span.end();
}

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /articles/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    await inSpan(`store article ${id}`, 2);
    kick();
    await inSpan(`answer ${id}`, 25);
    span.end();
    return `article ${id}`;
  });
}

console.log(await post(1));
console.log(await post(2));
await indexing;
console.log(`${rounds} rounds`);
