/** A search index that is updated a little later, by a timer of the request's, when that has ended. */

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('index');
const indexed = new EventEmitter();

class Index {
  readonly #pending = new Set<string>();

  add(id: string): void {
    this.#pending.add(id);
    setTimeout(() => this.#update(id), 8);
  }

  #update(id: string): void {
    const span = tracer.startSpan(`index ${id}`, { kind: SpanKind.CLIENT });
    this.#pending.delete(id);
    span.end();
    if (this.#pending.size === 0) indexed.emit('done');
  }
}

const index = new Index();

async function put(id: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /docs/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    await sleep(1);
    index.add(id);
    span.end();
    return id;
  });
}

const done = once(indexed, 'done');
console.log(await Promise.all([put('a'), put('b')]));
await done;
