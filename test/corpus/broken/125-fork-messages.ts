/** Stems of words come from a child process, which lives as long as the service and is asked by messages. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('stems');
const child = fork(new URL('../support/workers/stemmer.mjs', import.meta.url));
const waiting = new Map<number, (stem: string) => void>();
let lastId = 0;

child.on('message', (message: { id: number; stem: string }) => {
  waiting.get(message.id)?.(message.stem);
  waiting.delete(message.id);
});

function ask(word: string): Promise<string> {
  const id = ++lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    child.send({ id, word });
  });
}

async function get(word: string): Promise<string> {
  return tracer.startActiveSpan(`GET /stem/${word}`, { kind: SpanKind.SERVER }, async (span) => {
    const stem = await ask(word);
    span.end();
    return `${word}: ${stem}`;
  });
}

console.log(await Promise.all([get('running'), get('jumped')]));
child.disconnect();
await once(child, 'exit');
