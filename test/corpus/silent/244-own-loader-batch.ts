/** A loader of the team's own: `nextTick` batches the keys of one request, and the batch has that request's context. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('loader');

class Loader<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<Map<K, V>>;
  readonly #within: Context;
  #batch: Map<K, ((value: V | undefined) => void)[]> | undefined;

  constructor(load: (keys: readonly K[]) => Promise<Map<K, V>>, within: Context) {
    this.#load = load;
    this.#within = within;
  }

  get(key: K): Promise<V | undefined> {
    return new Promise((resolve) => {
      if (this.#batch === undefined) {
        this.#batch = new Map();
        process.nextTick(() => context.with(this.#within, () => void this.#run()));
      }
      this.#batch.set(key, [...(this.#batch.get(key) ?? []), resolve]);
    });
  }

  async #run(): Promise<void> {
    const batch = this.#batch ?? new Map();
    this.#batch = undefined;
    const values = await this.#load([...batch.keys()]);
    for (const [key, waiting] of batch) for (const resolve of waiting) resolve(values.get(key));
  }
}

async function users(ids: readonly number[]): Promise<Map<number, string>> {
  return tracer.startActiveSpan(`select users ${ids.join()}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return new Map(ids.map((id) => [id, `user ${id}`]));
  });
}

async function get(...ids: number[]): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${ids.join('+')}`, { kind: SpanKind.SERVER }, async (span) => {
    const loader = new Loader(users, context.active());
    const names = await Promise.all(
      ids.map((id) =>
        tracer.startActiveSpan(`resolve ${id}`, async (resolving) => {
          const name = await loader.get(id);
          resolving.end();
          return name;
        }),
      ),
    );
    span.end();
    return names.join();
  });
}

console.log(await Promise.all([get(1, 2, 1), get(3, 2)]));
