import { isPromise, isProxy } from 'node:util/types';

type Then = (this: unknown, ...args: unknown[]) => unknown;

/** What makes an object one that can be awaited. Looks without touching: a getter or a proxy would run the app's code. */
export function thenOf(value: unknown): Then | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (let owner: object | null = value; owner && !isProxy(owner); owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, 'then');
    if (property) return typeof property.value === 'function' ? (property.value as Then) : undefined;
  }
  return undefined;
}

/**
 * What begins only when somebody waits for it (the queries of an ORM) is asked a moment later, when the function that
 * waits has left its flow. This asks it in there. It takes as many ticks.
 */
export function askedInFlow<T>(value: T, flow: { away(): void; back(): void }): T {
  if (isPromise(value)) return value;
  const own = thenOf(value);
  if (!own) return value;
  const inFlow = {
    // biome-ignore lint/suspicious/noThenProperty: it stands for one that has it
    then(...settlers: unknown[]): unknown {
      flow.back();
      try {
        return own.apply(value, settlers);
      } finally {
        flow.away();
      }
    },
  };
  return inFlow as T;
}
