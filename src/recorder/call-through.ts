import { Script } from 'node:vm';

type AnyFunction = (this: never, ...args: never[]) => unknown;
/** May change the arguments. */
type Around = (self: unknown, args: unknown[]) => unknown;

/**
 * Makes a function that does something before and after it calls another. It stays on the stack while the app's code
 * runs, so it is compiled under a name that readers and filters of stacks know for internals.
 */
export function callThrough<T>(original: T, before: Around, after?: Around): T {
  return make(original as AnyFunction, before, after) as T;
}

const SOURCE = `(function (original, before, after) {
  if (after) return function (...args) {
    before(this, args);
    try { return original.apply(this, args); } finally { after(this, args); }
  };
  return function (...args) {
    before(this, args);
    return original.apply(this, args);
  };
})`;

const make = new Script(SOURCE, { filename: 'node:internal/otel-ctx-doctor' }).runInThisContext() as (
  original: AnyFunction,
  before: Around,
  after?: Around,
) => AnyFunction;
