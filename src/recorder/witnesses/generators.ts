import { callThrough } from '../call-through.js';
import { replaceMethod } from '../shape.js';
import type { Origin, Visit } from './callbacks.js';

/**
 * Witness `generators`: the body of a generator runs in the context of whoever calls `next()`. Whoever opened it is
 * remembered beside it.
 */

interface Iterates {
  next(...args: unknown[]): unknown;
}

const origins = new WeakMap<object, Origin>();
let watching = false;

export function openedIn(generator: object, origin: Origin | undefined): void {
  if (!origin) return;
  origins.set(generator, origin);
  if (!watching) watchNext();
}

/** Only from the first generator on that was opened in a span. */
function watchNext(): void {
  watching = true;
  const asynchronous = Object.getPrototypeOf(async function* () {}).prototype as object;
  const synchronous = Object.getPrototypeOf(function* () {}).prototype as object;
  for (const prototype of [asynchronous, synchronous]) watch(prototype as Iterates);
}

function watch(prototype: Iterates): void {
  const visits: (Visit | undefined)[] = [];
  replaceMethod(prototype, 'next', (original) =>
    callThrough(
      original,
      (generator) => visits.push(origins.get(generator as object)?.enter(0)),
      () => visits.pop()?.leave(),
    ),
  );
}
