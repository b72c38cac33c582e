/** A client like a document database's: sessions, a transaction that is tried again, a change stream of boot's. */

import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('documents');

class Collection {
  readonly #rows = new Map<string, number>();
  readonly changes = new EventEmitter();

  async add(id: string, by: number): Promise<void> {
    await command(`update ${id}`, () => this.#rows.set(id, (this.#rows.get(id) ?? 0) + by));
    this.changes.emit('change', { id, value: this.#rows.get(id) });
  }
}

async function command<T>(name: string, work: () => T): Promise<T> {
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT });
  await sleep(1);
  try {
    return work();
  } finally {
    span.end();
  }
}

class Session {
  async withTransaction(work: () => Promise<void>): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        await tracer.startActiveSpan(`transaction #${attempt}`, async (span) => {
          try {
            await work();
            await command('commit', () => {
              if (attempt === 1) throw new Error('write conflict');
            });
          } catch (error) {
            span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
            throw error;
          } finally {
            span.end();
          }
        });
        return attempt;
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  }
}

const stock = new Collection();
const stop = new AbortController();
const seen: string[] = [];

async function watch(): Promise<void> {
  try {
    for await (const [{ id }] of on(stock.changes, 'change', { signal: stop.signal })) {
      await tracer.startActiveSpan(`index ${id}`, { root: true }, async (span) => {
        await sleep(1);
        seen.push(id);
        span.end();
      });
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}
const watching = watch();

async function post(id: string): Promise<number> {
  return tracer.startActiveSpan(`POST /stock/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const attempts = await new Session().withTransaction(() => stock.add(id, 1));
    span.end();
    return attempts;
  });
}

console.log(await Promise.all([post('pen'), post('ink')]));
while (seen.length < 4) await sleep(2);
stop.abort();
await watching;
console.log(seen.length);
