/** A signer in a thread of its own, reached by a MessageChannel whose other end was given to it when it started. */

import { MessageChannel, Worker } from 'node:worker_threads';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('signer');
const { port1: outgoing, port2: incoming } = new MessageChannel();
const worker = new Worker(new URL('../support/workers/sign.mjs', import.meta.url), {
  workerData: { port: incoming },
  transferList: [incoming],
});
const waiting = new Map<number, (signature: string) => void>();
outgoing.on('message', ({ id, signature }: { id: number; signature: string }) => {
  const settle = waiting.get(id);
  waiting.delete(id);
  settle?.(signature);
});

function sign(id: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    outgoing.postMessage({ id, text });
  });
}

async function post(id: number, text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /sign/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const signature = await sign(id, text);
    span.end();
    return `${text} ${signature}`;
  });
}

console.log(await Promise.all([post(1, 'contract'), post(2, 'letter')]));
outgoing.close();
await worker.terminate();
