import { inspect } from 'node:util';

/** In several lines where async hooks have put numbers on it. */
const PENDING = /^Promise \{\s*<pending>/;

/**
 * Has nobody settled it yet? Node tells that in the text of a promise and nowhere else; to ask the promise itself would
 * count as waiting for it, and change what becomes of its rejection.
 */
export function isPending(promise: Promise<unknown>): boolean {
  if (Object.getPrototypeOf(promise) !== Promise.prototype) return false;
  return PENDING.test(inspect(promise, { depth: 0, customInspect: false, maxArrayLength: 0, maxStringLength: 0 }));
}
