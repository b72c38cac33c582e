import type { Context, ContextManager, Span, TracerProvider } from './otel.js';
import { spanOf } from './otel.js';

/** The global object in which all copies of the API register what they use. */
export interface Slot {
  version: string;
  trace?: TracerProvider;
  context?: ContextManager;
  propagation?: object;
  [type: string]: unknown;
}

const SLOT = Symbol.for('opentelemetry.js.api.1');
type Holder = Record<symbol, Slot | undefined>;
let holder = globalThis as unknown as Holder;

/** The global object in whose slot the app's API looks. A test runner gives each test file another one. Is it another? */
export function slotIn(global: object): boolean {
  const isAnother = holder !== global;
  holder = global as Holder;
  return isAnother;
}

export function slotHolder(): object {
  return holder;
}

/** The slot of the last other global object (that of a `vm` context, as test runners have them) in which something was put. */
let elsewhere: WeakRef<Slot> | undefined;

/** Where nothing is in our own, what counts is in the other. */
export function slot(): Slot | undefined {
  return holder[SLOT] ?? (elsewhere && slotElsewhere(elsewhere));
}

/** When a test runner is done with a global object, it may put traps into what was left there. */
function slotElsewhere(other: WeakRef<Slot>): Slot | undefined {
  const value = other.deref();
  const fields = value ? Object.values(Object.getOwnPropertyDescriptors(value)) : [];
  if (fields.length > 0 && fields.every((field) => 'value' in field)) return value;
  // It begins empty.
  if (fields.length > 0 || !value) elsewhere = undefined;
  return undefined;
}

/** Is the slot that of our own global object? */
export function isOwnSlotUsed(): boolean {
  return holder[SLOT] !== undefined;
}

export function setSlot(value: Slot): void {
  holder[SLOT] = value;
}

export function removeSlot(): void {
  delete holder[SLOT];
  if (watcher) arm(holder, watcher);
}

/** Is told of what is done with the slot, by whomever. */
export interface SlotWatcher {
  written(value: Slot | undefined): void;
  /** Just before it is read. `value`: what it holds. */
  read(value: Slot | undefined): void;
}

let watcher: SlotWatcher | undefined;

/**
 * Copies of the API that were bundled into a file register past all modules that we know. Whoever deletes or defines
 * the property gets what he asks for, and is no longer watched.
 */
export function watchSlot(told: SlotWatcher): void {
  watcher = told;
  arm(holder, told);
}

/** The same in another global object. */
export function watchSlotOf(other: object, { written, read }: SlotWatcher): void {
  arm(other as Holder, {
    written(value) {
      if (value) elsewhere = new WeakRef(value);
      written(value);
    },
    read,
  });
}

function arm(global: Holder, { written, read }: SlotWatcher): void {
  const before = Object.getOwnPropertyDescriptor(global, SLOT);
  if (before && !before.configurable) return;
  let value = before?.value as Slot | undefined;
  const accessor = {
    configurable: true,
    get: (): Slot | undefined => {
      read(value);
      return value;
    },
    set: (next: Slot | undefined): void => {
      if ((next === undefined) !== (value === undefined)) define(next !== undefined);
      value = next;
      written(next);
    },
  };
  const define = (enumerable: boolean): unknown => Object.defineProperty(global, SLOT, { ...accessor, enumerable });
  define(value !== undefined);
}

export function activeContext(): Context | undefined {
  return slot()?.context?.active?.();
}

export function activeSpan(): Span | undefined {
  const context = slot()?.context?.active?.();
  return context && spanOf(context);
}

const absent = new WeakSet<object>();

/** This manager stands for none: with it, nothing is ever active. */
export function asAbsent(manager: ContextManager): ContextManager {
  absent.add(manager);
  return manager;
}

/** Has the app a tracer provider, and no context manager? */
export function lacksContextManager(): boolean {
  const manager = slot()?.context;
  return manager !== undefined && absent.has(manager);
}
