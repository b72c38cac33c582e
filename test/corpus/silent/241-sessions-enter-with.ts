/** Correlation ids by `enterWith` in a storage of the app's own; sessions live longer than requests. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';

const tracer = trace.getTracer('carts');
const correlation = new AsyncLocalStorage<string>();

class Session {
  readonly cart: string[] = [];
  readonly #listeners = new Set<(item: string) => void>();

  onAdd(listener: (item: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(item: string): void {
    this.cart.push(item);
    for (const listener of this.#listeners) listener(item);
  }
}

const sessions = new LRUCache<string, Session>({ max: 10 });

function sessionOf(user: string): Session {
  const known = sessions.get(user);
  if (known) return known;
  const session = new Session();
  session.onAdd((item) => {
    const span = tracer.startSpan(`price ${item}`, { attributes: { correlation: correlation.getStore() ?? 'none' } });
    span.end();
  });
  sessions.set(user, session);
  return session;
}

async function put(user: string, item: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /cart/${user}/${item}`, { kind: SpanKind.SERVER }, async (span) => {
    correlation.enterWith(`${user}-${item}`);
    const load = tracer.startSpan(`load session of ${user}`);
    await sleep(2);
    load.end();
    sessionOf(user).add(item);
    await sleep(1);
    span.end();
    return `${correlation.getStore()}: ${sessionOf(user).cart.length}`;
  });
}

console.log(await Promise.all([put('ada', 'tea'), put('bob', 'rice')]));
console.log(await put('ada', 'milk'), await put('bob', 'salt'));
