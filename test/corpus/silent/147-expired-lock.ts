/** A lock runs out while the request that took it is still reading: the cache's own timer, boot's work, nobody's request. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import NodeCache from 'node-cache';

const tracer = trace.getTracer('documents');

interface Lock {
  readonly document: number;
  lost: boolean;
}

const locks = new NodeCache({ useClones: false, stdTTL: 0.01, checkperiod: 0.02 });
let expired = 0;
locks.on('expired', (_key: string, lock: Lock) => {
  const span = tracer.startSpan(`expire lock of ${lock.document}`);
  lock.lost = true;
  expired++;
  span.end();
});

async function read(document: number): Promise<string> {
  return tracer.startActiveSpan(`read document ${document}`, async (span) => {
    while (expired === 0) await sleep(5);
    span.end();
    return `document ${document}`;
  });
}

async function post(document: number): Promise<string> {
  return tracer.startActiveSpan(`POST /documents/${document}`, { kind: SpanKind.SERVER }, async (span) => {
    const lock: Lock = { document, lost: false };
    locks.set(`lock:${document}`, lock);
    const text = await read(document);
    span.end();
    return `${text}${lock.lost ? ', too late' : ''}`;
  });
}

console.log(await post(7));
locks.close();
