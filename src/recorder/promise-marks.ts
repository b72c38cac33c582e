import { Onto } from './onto.js';

/**
 * A mark on a promise, gone with it. A `WeakMap` of all that is awaited costs two to three times as much, and a symbol would
 * be printed with the promise.
 */
class Marked extends Onto {
  #mark: unknown;

  constructor(promise: object, mark: unknown) {
    super(promise);
    this.#mark = mark;
  }

  static of(promise: object): unknown {
    return #mark in promise ? promise.#mark : undefined;
  }

  static put(promise: object, mark: unknown): void {
    if (#mark in promise) promise.#mark = mark;
    else new Marked(promise, mark);
  }
}

/** What a promise that comes of an `await` or a `then` goes on after. */
class Continuation extends Onto {
  #after: object | undefined;

  constructor(promise: object, after: object) {
    super(promise);
    this.#after = after;
  }

  /** Once: a chain of `then` would otherwise be kept whole. */
  static take(promise: object): object | undefined {
    if (!(#after in promise)) return undefined;
    const after = promise.#after;
    promise.#after = undefined;
    return after;
  }
}

export function markOf(promise: object): unknown {
  return Marked.of(promise);
}

export function putMark(promise: object, mark: unknown): void {
  Marked.put(promise, mark);
}

export function goesOnAfter(promise: object, after: object): void {
  new Continuation(promise, after);
}

export function takeAfter(promise: object): object | undefined {
  return Continuation.take(promise);
}
