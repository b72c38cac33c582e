import { isBuiltin } from 'node:module';
import { callThrough } from '../call-through.js';
import { guarded } from '../guard.js';
import { tellOfPackage } from '../loaded-packages.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { userFrames } from '../stack.js';

/** The little that the recorder needs to know of an `InstrumentationBase`, of any version. */
interface Instrumentation {
  readonly instrumentationName?: unknown;
  readonly _modules?: readonly Definition[];
  readonly _enabled?: boolean;
  disable?(): void;
}

/** What an instrumentation wants to patch: a module as a whole (`patch`), or files of it. */
interface Definition {
  readonly name: string;
  readonly supportedVersions?: readonly string[];
  readonly patch?: unknown;
  /** There as soon as it has come by and was patched. */
  readonly moduleExports?: unknown;
  readonly files?: readonly { readonly moduleExports?: unknown }[];
}

interface InstrumentationExports {
  readonly InstrumentationBase?: { readonly prototype: Record<string, unknown> };
}

type Method = (...args: unknown[]) => unknown;

const seen = new WeakSet<object>();
const numbers = new WeakMap<object, number>();
const enabled = new WeakSet<object>();
const patched = new WeakSet<Definition>();
const ours: Instrumentation[] = [];
let making = false;
let tellOfWithdrawal: (text: string) => void = () => {};
let count = 0;
let sink: Sink | undefined;

export function recordInstrumentationsTo(target: Sink): void {
  sink = target;
}

/** What is made meanwhile is ours, and is withdrawn as soon as the app makes one of its own. Was there any? */
export function enableAsOurs(make: () => void, note: (text: string) => void): boolean {
  tellOfWithdrawal = note;
  const before = ours.length;
  try {
    making = true;
    make();
  } finally {
    making = false;
  }
  return ours.length > before;
}

const WITHDRAWN =
  '--instrument: the app enables instrumentations of its own, so those that the doctor had enabled were withdrawn';

function noteEnabling(self: Instrumentation): void {
  if (making) {
    if (!ours.includes(self)) ours.push(self);
  } else if (ours.length > 0 && !ours.includes(self)) {
    for (const own of ours.splice(0)) own.disable?.();
    tellOfWithdrawal(WITHDRAWN);
  }
}

/** A copy of `@opentelemetry/instrumentation` has just been loaded: what is made with it says what it wants and gets. */
export function attachInstrumentations({ InstrumentationBase }: InstrumentationExports): void {
  guarded(() => {
    const prototype = InstrumentationBase?.prototype as Record<string, Method> | undefined;
    if (!prototype || seen.has(prototype)) return;
    seen.add(prototype);
    watch(prototype, 'enable', noteEnabled, noteEnabling);
    watch(prototype, 'disable', noteDisabled);
    watch(prototype, '_onRequire', notePatched);
  });
}

function watch(
  prototype: Record<string, Method>,
  method: string,
  note: typeof noteEnabled,
  before: (self: Instrumentation) => void = () => {},
): void {
  if (typeof prototype[method] !== 'function') return;
  replaceMethod(prototype, method, (original) => {
    const watched: Method = callThrough(
      original,
      (self) => guarded(() => before(self as Instrumentation)),
      (self, args) => guarded(() => note(self as Instrumentation, args, watched)),
    );
    return watched;
  });
}

function noteEnabled(self: Instrumentation, _: readonly unknown[], above: Method): void {
  if (!self._enabled || enabled.has(self)) return;
  enabled.add(self);
  const wants = wantedBy(self);
  if (wants.length === 0) return;
  // First what is there already, so that the order of the lines tells what was too late.
  for (const [name] of wants) tellOfPackage(name);
  const n = String(self.instrumentationName);
  sink?.write({ t: 'in', i: numberOf(self), n, w: wants, st: userFrames(above) });
  for (const definition of self._modules ?? []) tellIfPatched(self, definition);
}

function noteDisabled(self: Instrumentation): void {
  if (self._enabled || !enabled.delete(self)) return;
  sink?.write({ t: 'in', i: numberOf(self), off: 1 });
}

function notePatched(self: Instrumentation, [definition]: readonly unknown[]): void {
  if (typeof definition === 'object' && definition !== null) tellIfPatched(self, definition as Definition);
}

function tellIfPatched(self: Instrumentation, definition: Definition): void {
  if (patched.has(definition)) return;
  const { moduleExports, files } = definition;
  if (moduleExports === undefined && !files?.some((file) => file.moduleExports !== undefined)) return;
  patched.add(definition);
  sink?.write({ t: 'in', i: numberOf(self), p: definition.name });
}

/** Modules that are patched as a whole. Of those that are patched in single files, nobody knows whether these are used. */
function wantedBy({ _modules = [] }: Instrumentation): [name: string, versions: readonly string[], builtin: 0 | 1][] {
  return _modules
    .filter(({ patch }) => typeof patch === 'function')
    .map(({ name, supportedVersions = [] }) => [name, supportedVersions, isBuiltin(name) ? 1 : 0]);
}

function numberOf(self: Instrumentation): number {
  let number = numbers.get(self);
  if (number === undefined) {
    number = ++count;
    numbers.set(self, number);
  }
  return number;
}
