/** Threads of the team's own pool trace their work, and are told nothing of the request. */

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('hashes');
const worker = new Worker(new URL('../support/workers/digest.mjs', import.meta.url));

async function digest(text: string): Promise<string> {
  const answered = once(worker, 'message');
  worker.postMessage({ text });
  const [{ hash }] = await answered;
  return hash as string;
}

async function get(text: string): Promise<string> {
  return tracer.startActiveSpan(`GET /hash/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    const hash = await digest(text);
    span.end();
    return hash;
  });
}

console.log(await get('alpha'));
console.log(await get('beta'));
await worker.terminate();
