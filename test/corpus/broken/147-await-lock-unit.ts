/** A unit of work remembers the context it was made in, which is before the request's span has begun. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import AwaitLock from 'await-lock';

const tracer = trace.getTracer('drafts');
const Lock = (AwaitLock as unknown as { default?: typeof AwaitLock }).default ?? AwaitLock;
const lock = new Lock();
const drafts = new Map<number, string>();

class UnitOfWork {
  readonly context = context.active();

  async save(id: number, text: string): Promise<void> {
    const span = tracer.startSpan(`save draft ${id}`, { kind: SpanKind.CLIENT }, this.context);
    await sleep(2);
    drafts.set(id, text);
    span.end();
  }
}

async function withLock(id: number, work: () => Promise<void>): Promise<void> {
  const wait = tracer.startSpan(`lock draft ${id}`);
  await lock.acquireAsync();
  wait.end();
  try {
    await work();
  } finally {
    lock.release();
  }
}

async function put(id: number, text: string): Promise<string> {
  const unit = new UnitOfWork();
  return tracer.startActiveSpan(`PUT /drafts/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    await withLock(id, () => unit.save(id, text));
    span.end();
    return `draft ${id} is saved`;
  });
}

console.log(await put(1, 'to be'));
console.log(await put(2, 'or not'));
console.log(drafts);
