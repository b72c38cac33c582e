/** A cache of one: whoever puts something in evicts what another request has put there, and that is its own work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';

const tracer = trace.getTracer('documents');

interface Document {
  readonly name: string;
  readonly lines: string[];
}

const saved: string[] = [];
const open = new LRUCache<string, Document>({
  max: 1,
  dispose: (document) => {
    const span = tracer.startSpan(`evict ${document.name}`, { attributes: { lines: document.lines.length } });
    saved.push(document.name);
    span.end();
  },
});
open.set('nothing', { name: 'nothing', lines: [] });

async function settle(name: string, ms: number): Promise<void> {
  await tracer.startActiveSpan(`settle ${name}`, async (span) => {
    await sleep(ms);
    span.end();
  });
}

async function put(name: string, ms: number): Promise<string> {
  return tracer.startActiveSpan(`PUT /${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const document: Document = { name, lines: ['to', 'be', 'continued'] };
    open.set(name, document);
    await settle(name, ms);
    span.end();
    return `${name} is open`;
  });
}

console.log(await Promise.all([put('a', 12), put('b', 6), put('c', 2)]));
console.log(saved);
