import { inspect } from 'node:util';

/**
 * Has nobody settled it yet? Node tells that in the text of a promise and nowhere else; to ask the promise itself would
 * count as waiting for it, and change what becomes of its rejection.
 */
export function isPending(promise: Promise<unknown>): boolean {
  if (Object.getPrototypeOf(promise) !== Promise.prototype) return false;
  return inspect(promise, { depth: 0, customInspect: false }).startsWith('Promise { <pending>');
}
