import { inspect } from 'node:util';

export type PromiseState =
  | { readonly is: 'pending' }
  | { readonly is: 'fulfilled' | 'rejected'; readonly value: unknown };

const TEXT = /^Promise \{\s*(?:\[[^\]]*\]: [^\n]*\s*)*(<pending>|<rejected> )?(\[Circular \*1\])?/;
const OPTIONS = { depth: 0, customInspect: false, maxArrayLength: 0, maxStringLength: 0 } as const;

/**
 * What became of a promise. Node tells that in the text of a promise and nowhere else; to ask the promise itself would
 * count as waiting for it, and change what becomes of its rejection. What it was settled with is not looked at: getters,
 * and the stack of an error, are the program's to read. Node asks first whether it is printing that very thing already
 * (`includes`, of all versions tried: 20, 22, 24, 26), and is told that it is. `undefined`: this cannot be told.
 */
export function stateOf(promise: Promise<unknown>): PromiseState | undefined {
  if (Object.getPrototypeOf(promise) !== Promise.prototype) return undefined;
  let value: unknown;
  const includes = Array.prototype.includes;
  const saysYes = (found: unknown): boolean => {
    if (found === promise) return false;
    value ??= found;
    return true;
  };
  let text: string;
  try {
    Array.prototype.includes = saysYes;
    text = inspect(promise, OPTIONS);
  } catch {
    return undefined;
  } finally {
    if (Array.prototype.includes === saysYes) Array.prototype.includes = includes;
  }
  const [all, state, circular] = TEXT.exec(text) ?? [];
  if (all === undefined) return undefined;
  if (state === '<pending>') return { is: 'pending' };
  return { is: state === undefined ? 'fulfilled' : 'rejected', value: circular === undefined ? undefined : value };
}

export function isPending(promise: Promise<unknown>): boolean {
  return stateOf(promise)?.is === 'pending';
}
