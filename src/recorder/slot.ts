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
const holder = globalThis as unknown as Record<symbol, Slot | undefined>;

export function slot(): Slot | undefined {
  return holder[SLOT];
}

export function setSlot(value: Slot): void {
  holder[SLOT] = value;
}

export function removeSlot(): void {
  delete holder[SLOT];
  if (watcher) arm(watcher);
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
  arm(told);
}

function arm({ written, read }: SlotWatcher): void {
  const before = Object.getOwnPropertyDescriptor(holder, SLOT);
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
  const define = (enumerable: boolean): unknown => Object.defineProperty(holder, SLOT, { ...accessor, enumerable });
  define(value !== undefined);
}

export function activeContext(): Context | undefined {
  return holder[SLOT]?.context?.active();
}

export function activeSpan(): Span | undefined {
  const context = holder[SLOT]?.context?.active();
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
  const manager = holder[SLOT]?.context;
  return manager !== undefined && absent.has(manager);
}
