/** Drafts are saved, at most one in a while (p-throttle); nobody waits for it, and the second one comes too late. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pThrottle from 'p-throttle';

const tracer = trace.getTracer('drafts');
const saved: string[] = [];

async function save(text: string): Promise<void> {
  const span = tracer.startSpan(`save draft ${text}`);
  saved.push(text);
  span.end();
}

const saveThrottled = pThrottle({ limit: 1, interval: 60 })(save);

async function spellCheck(text: string): Promise<void> {
  const span = tracer.startSpan(`spell-check ${text}`);
  await sleep(2);
  span.end();
}

async function put(text: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /draft/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    void saveThrottled(text);
    await spellCheck(text);
    span.end();
    return `${text} is correct`;
  });
}

console.log(await put('a'));
console.log(await put('b'));
while (saved.length < 2) await sleep(5);
console.log(saved);
