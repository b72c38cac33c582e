import { Script } from 'node:vm';

type AnyFunction = (this: never, ...args: never[]) => unknown;
/** May change the arguments. */
type Around = (self: unknown, args: unknown[]) => unknown;
/** `result`: what came back, if it did not throw. */
type After = (self: unknown, args: unknown[], result: unknown, threw: boolean) => unknown;
/** What to call it with a second time after it has thrown; `undefined`: once was enough. */
type Again = (args: unknown[]) => unknown[] | undefined;

/**
 * Makes a function that does something before and after it calls another. It stays on the stack while the app's code
 * runs, so it is compiled under a name that readers and filters of stacks know for internals.
 */
export function callThrough<T>(original: T, before: Around, after?: After): T {
  return make(original as AnyFunction, before, after) as T;
}

/** The same for a call that may fail because of what `before` did to its arguments. What is thrown stays as it is. */
export function callThroughTwice<T>(original: T, before: Around, again: Again): T {
  return makeTwice(original as AnyFunction, before, again) as T;
}

/** The same, for what is told of a call only if it did not throw. */
export function tellOfCall<T>(
  original: T,
  done: (self: unknown, args: unknown[], result: unknown) => void,
  before: Around = nothing,
): T {
  return makeTelling(original as AnyFunction, done, before) as T;
}

const nothing = (): void => {};

/** The same, for what has to be told before it is done, and taken back if it could not be done. */
export function tellAndCall<T>(original: T, before: Around, failed: Around): T {
  return makeTellingBefore(original as AnyFunction, before, failed) as T;
}

/** Some calls are answered by `answer`; where that gives `undefined` the original does. */
export function answerSome<T>(original: T, answer: (args: readonly unknown[]) => object | undefined): T {
  return makeAnswering(original as AnyFunction, answer) as T;
}

/** For what is called very often: tells of calls with this first argument, and costs the others next to nothing. */
export function tellOfCallsWith<T>(original: T, first: unknown, tell: (self: unknown) => void): T {
  return makeTellingOf(original as AnyFunction, first, tell) as T;
}

/** A class in the place of another, whose instances are told of. Still the same class to `instanceof` and to subclasses. */
export function constructThrough<T extends object>(
  original: T,
  before: (args: unknown[]) => void,
  made: (instance: object, args: unknown[]) => void,
): T {
  return makeClass(original, before, made) as T;
}

/** For a function that `bind` has made, and that nobody has seen yet. `enter`: what is to be left again. */
export function boundThrough<T extends object>(bound: T, enter: () => { leave(): void } | undefined): T {
  return makeBound(bound, enter) as T;
}

/** What an object inherits, looked up when it is called: others may patch it later than we. */
export function inheritedMethod<T extends object, K extends keyof T>(prototype: T, key: K): T[K] {
  return makeInherited(prototype, key) as T[K];
}

const SOURCE = `(function (original, before, after) {
  if (after) return function (...args) {
    before(this, args);
    let result, threw = true;
    try { result = original.apply(this, args); threw = false; return result; } finally { after(this, args, result, threw); }
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

const INHERITED = `(function (prototype, key) {
  return function (...args) { return prototype[key].apply(this, args); };
})`;

const TELLING = `(function (original, done, before) {
  return function (...args) {
    before(this, args);
    const result = original.apply(this, args);
    done(this, args, result);
    return result;
  };
})`;

const TELLING_BEFORE = `(function (original, before, failed) {
  return function (...args) {
    before(this, args);
    try { return original.apply(this, args); } catch (error) { failed(this, args); throw error; }
  };
})`;

const ANSWERING = `(function (original, answer) {
  return function (...args) { return answer(args) ?? original.apply(this, args); };
})`;

const TELLING_OF = `(function (original, first, tell) {
  return function () {
    if (arguments[0] === first) tell(this);
    return original.apply(this, arguments);
  };
})`;

const CLASS = `(function (original, before, made) {
  const replacement = new Proxy(original, {
    construct(target, args, newTarget) {
      before(args);
      const instance = Reflect.construct(target, args, newTarget === replacement ? target : newTarget);
      made(instance, args);
      return instance;
    },
  });
  return replacement;
})`;

const BOUND = `(function (bound, enter) {
  return new Proxy(bound, {
    apply(target, self, args) {
      const visit = enter();
      try { return Reflect.apply(target, self, args); } finally { if (visit) visit.leave(); }
    },
  });
})`;

const makeBound = compiled(BOUND) as (bound: object, enter: unknown) => object;
const make = compiled(SOURCE) as (original: AnyFunction, before: Around, after?: After) => AnyFunction;
const makeTwice = compiled(SOURCE_TWICE) as (original: AnyFunction, before: Around, again: Again) => AnyFunction;
const makeInherited = compiled(INHERITED) as (prototype: object, key: PropertyKey) => unknown;
const makeTelling = compiled(TELLING) as (original: AnyFunction, done: unknown, before: Around) => AnyFunction;
const makeTellingBefore = compiled(TELLING_BEFORE) as (
  original: AnyFunction,
  before: Around,
  failed: Around,
) => AnyFunction;
const makeAnswering = compiled(ANSWERING) as (original: AnyFunction, answer: unknown) => AnyFunction;
const makeTellingOf = compiled(TELLING_OF) as (original: AnyFunction, first: unknown, tell: unknown) => AnyFunction;
const makeClass = compiled(CLASS) as (original: object, before: unknown, made: unknown) => object;

function compiled(source: string): unknown {
  return new Script(source, { filename: 'node:internal/otel-ctx-doctor' }).runInThisContext();
}
