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
}

export function activeContext(): Context | undefined {
  return holder[SLOT]?.context?.active?.();
}

export function activeSpan(): Span | undefined {
  const context = holder[SLOT]?.context?.active?.();
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
