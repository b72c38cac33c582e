import { Onto } from './onto.js';

type AnyFunction = (this: never, ...args: never[]) => unknown;

/**
 * On a function of ours: the one whose place it took, and which `Function.prototype.toString` should show. Some live as long as
 * one call: a `WeakMap` would keep them, and what they close over, until the next full collection.
 */
class StandsFor extends Onto {
  #original: object;

  constructor(replacement: object, original: object) {
    super(replacement);
    this.#original = original;
  }

  /** One function may take the place of the same one in several modules. */
  static put(replacement: object, original: object): void {
    if (#original in replacement) replacement.#original = original;
    else new StandsFor(replacement, original);
  }

  static of(fn: object): object | undefined {
    return #original in fn ? fn.#original : undefined;
  }
}

export function replaced(fn: object): object | undefined {
  return StandsFor.of(fn);
}

let tellOfFrozen: (key: string) => void = () => {};

/** What cannot be replaced is not watched. The report says so. */
export function onFrozen(teller: (key: string) => void): void {
  tellOfFrozen = teller;
}

/**
 * Puts a function of ours in the place of another, with its name, length, and property attributes. `false`: it is
 * frozen, or no function, and stays.
 */
export function replaceMethod<T extends object, K extends keyof T>(
  holder: T,
  key: K,
  make: (original: T[K]) => T[K],
): boolean {
  const original = holder[key];
  if (typeof original !== 'function') return false;
  if (!canBeReplaced(holder, key)) {
    tellOfFrozen(String(key));
    return false;
  }
  const replacement = make(original);
  const before = Object.getOwnPropertyDescriptor(holder, key);
  takeShape(replacement as AnyFunction, original as AnyFunction);
  Object.defineProperty(holder, key, {
    value: replacement,
    writable: before?.writable ?? true,
    configurable: before?.configurable ?? true,
    enumerable: before?.enumerable ?? false,
  });
  return true;
}

function canBeReplaced(holder: object, key: PropertyKey): boolean {
  const own = Object.getOwnPropertyDescriptor(holder, key);
  return own ? own.configurable === true || own.writable === true : Object.isExtensible(holder);
}

export function takeShape(replacement: AnyFunction, original: AnyFunction): void {
  Object.defineProperty(replacement, 'name', { value: original.name, configurable: true });
  Object.defineProperty(replacement, 'length', { value: original.length, configurable: true });
  StandsFor.put(replacement, original);
}

/** Puts a class of ours in the place of another. `Class.prototype.constructor` then is what the app sees as the class. */
export function replaceClass<T extends object, K extends keyof T>(
  holder: T,
  key: K,
  make: (original: T[K] & object) => T[K],
): void {
  const original = holder[key];
  const before = Object.getOwnPropertyDescriptor(holder, key);
  if (typeof original !== 'function' || !before) return;
  if (!canBeReplaced(holder, key)) {
    tellOfFrozen(String(key));
    return;
  }
  const replacement = make(original);
  StandsFor.put(replacement as object, original);
  const { enumerable = false, configurable = true } = before;
  Object.defineProperty(holder, key, {
    value: replacement,
    writable: before.writable ?? true,
    enumerable,
    configurable,
  });
  const prototype = original.prototype as { constructor?: unknown };
  const own = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (own?.value === original && own.configurable)
    Object.defineProperty(prototype, 'constructor', { ...own, value: replacement });
}
