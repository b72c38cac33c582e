/** A worker thread has work of its own: it loads its model when it starts, while nobody's request is open. */

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('classifier');
const worker = new Worker(new URL('../support/workers/classify.mjs', import.meta.url));
await once(worker, 'message');

async function classify(animal: string): Promise<string> {
  const answer = once(worker, 'message');
  worker.postMessage(animal);
  const [kind] = await answer;
  return kind;
}

async function get(animal: string): Promise<string> {
  return tracer.startActiveSpan(`GET /classify/${animal}`, { kind: SpanKind.SERVER }, async (span) => {
    const kind = await classify(animal);
    span.end();
    return `${animal}: ${kind}`;
  });
}

console.log(await get('cat'));
console.log(await get('dog'));
await worker.terminate();
