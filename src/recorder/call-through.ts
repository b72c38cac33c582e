import { Script } from 'node:vm';

type AnyFunction = (this: never, ...args: never[]) => unknown;
/** May change the arguments. */
type Around = (self: unknown, args: unknown[]) => void;
/** What to call it with a second time after it has thrown; `undefined`: once was enough. */
type Again = (args: unknown[]) => unknown[] | undefined;

/**
 * Makes a function that does something before and after it calls another. It stays on the stack while the app's code
 * runs, so it is compiled under a name that readers and filters of stacks know for internals.
 */
export function callThrough<T>(original: T, before: Around, after?: Around): T {
  return make(original as AnyFunction, before, after) as T;
}

/** The same for a call that may fail because of what `before` did to its arguments. What is thrown stays as it is. */
export function callThroughTwice<T>(original: T, before: Around, again: Again): T {
  return makeTwice(original as AnyFunction, before, again) as T;
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

// No `catch`: what is caught and thrown again is printed with another source line.
const SOURCE_TWICE = `(function (original, before, again) {
  return function (...args) {
    before(this, args);
    let failed = true;
    try {
      const result = original.apply(this, args);
      failed = false;
      return result;
    } finally {
      const others = failed ? again(args) : undefined;
      if (others) return original.apply(this, others);
    }
  };
})`;

const compiled = (source: string): unknown =>
  new Script(source, { filename: 'node:internal/otel-ctx-doctor' }).runInThisContext();

const make = compiled(SOURCE) as (original: AnyFunction, before: Around, after?: Around) => AnyFunction;
const makeTwice = compiled(SOURCE_TWICE) as (original: AnyFunction, before: Around, again: Again) => AnyFunction;
