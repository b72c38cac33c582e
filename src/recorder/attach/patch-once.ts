import { replaceMethod } from '../shape.js';

const patched = new WeakMap<object, Set<PropertyKey>>();

/**
 * Puts a method of ours in the place of an object's, where that is defined: for all of its class, once. `last`: the method
 * on which those of all its classes stand. A class that overrides one may leave calls out; what it lets through comes there.
 */
export function patchOnce<T extends object, K extends keyof T>(
  object: T,
  key: K,
  which: 'first' | 'last',
  make: (original: T[K]) => T[K],
): void {
  let holder: object | undefined;
  for (let owner: object | null = object; owner; owner = Object.getPrototypeOf(owner)) {
    if (!Object.hasOwn(owner, key)) continue;
    holder = owner;
    if (which === 'first') break;
  }
  if (!holder) return;
  const keys = patched.get(holder) ?? new Set();
  patched.set(holder, keys);
  if (keys.has(key)) return;
  keys.add(key);
  replaceMethod(holder as T, key, make);
}
