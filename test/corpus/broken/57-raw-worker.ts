/** A translator in a worker thread of its own, asked by messages. */

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('translations');
const translator = new Worker(new URL('../support/workers/translate.mjs', import.meta.url));
const waiting = new Map<number, (translation: string) => void>();
let lastId = 0;

translator.on('message', ({ id, translation }: { id: number; translation: string }) => {
  waiting.get(id)?.(translation);
  waiting.delete(id);
});

function translate(word: string): Promise<string> {
  const id = ++lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    translator.postMessage({ id, word });
  });
}

async function get(word: string): Promise<string> {
  return tracer.startActiveSpan(`GET /translate/${word}`, { kind: SpanKind.SERVER }, async (span) => {
    const translation = await translate(word);
    span.end();
    return translation;
  });
}

console.log(await Promise.all([get('cat'), get('dog')]));
translator.postMessage({ id: 0 });
await once(translator, 'exit');
