import { AsyncLocalStorage } from 'node:async_hooks';
import { isProxy } from 'node:util/types';
import type { RawFrame } from '../../protocol/trace-event.js';
import { withoutNumbers } from '../../protocol/without-numbers.js';
import { callThrough } from '../call-through.js';
import { guarded, isOn } from '../guard.js';
import { type Context, type Span, spanOf } from '../otel.js';
import { plainField } from '../plain-field.js';
import { replaceMethod } from '../shape.js';
import { activeSpan } from '../slot.js';
import { recordOf } from '../span-records.js';
import { Allowance, type CapturedStack, captureStack, userFramesOf } from '../stack.js';

/**
 * `enterWith` makes a span active for the rest of a flow, and nothing ends that but another `enterWith`: `attach()` of
 * newer context managers stands on it, and so do home-made ones. Whatever comes later in that flow is the span's child.
 */

interface Entered {
  readonly storage: AsyncLocalStorage<unknown>;
  readonly store: unknown;
  readonly stack: CapturedStack | undefined;
  told: boolean;
}

const entries = new WeakMap<Span, Entered>();
let any = false;
let tell: (span: number, stack: readonly RawFrame[]) => void = () => {};

const STACKS_PER_NAME = 20;
const NAMES = 500;
const byName = new Allowance(STACKS_PER_NAME, NAMES);

/** Told of a span that was entered, once a span has started below it where that may be wrong. */
export function onEntered(teller: typeof tell): void {
  tell = teller;
}

export function watchEntering(): void {
  replaceMethod(AsyncLocalStorage.prototype, 'enterWith', (original) =>
    callThrough(original, (storage, [store]) => {
      if (isOn() && typeof store === 'object' && store !== null) {
        guarded(() => entered(storage as AsyncLocalStorage<unknown>, store));
      }
    }),
  );
}

/** Newer versions of Node come through here for `run` as well: there the span was asked for, or is put back. */
function entered(storage: AsyncLocalStorage<unknown>, store: object): void {
  const span = spanIn(store);
  const record = recordOf(span);
  if (!span || !record || record.ended || record.activated || record.entered) return;
  const { name } = span as { readonly name?: unknown };
  const stack = byName.take(withoutNumbers(String(name))) ? captureStack(entered) : undefined;
  record.entered = true;
  entries.set(span, { storage, store, stack, told: false });
  any = true;
}

/** A storage of the app's own may hold a span, a context, or an object with one of them. */
function spanIn(store: object): Span | undefined {
  const direct = spanOrOfContext(store);
  if (direct || isProxy(store)) return direct;
  for (const key of Object.keys(store).slice(0, FIELDS_LOOKED_AT)) {
    const field = plainField(store, key);
    const span = typeof field === 'object' && field !== null ? spanOrOfContext(field) : undefined;
    if (span) return span;
  }
  return undefined;
}

const FIELDS_LOOKED_AT = 6;

function spanOrOfContext(value: object): Span | undefined {
  if (isProxy(value)) return undefined;
  if (recordOf(value as Span)) return value as Span;
  return typeof (value as { getValue?: unknown }).getValue === 'function' ? spanOf(value as Context) : undefined;
}

/** Is a span active (or in the app's own storage) because it was entered, and nobody has undone it? */
export function isEntered(span: Span | undefined): boolean {
  if (!any || !span) return false;
  const entry = entries.get(span);
  if (!entry) return false;
  return (activeSpan() === span && recordOf(span)?.activated === false) || entry.storage.getStore() === entry.store;
}

export function tellEntered(span: Span): void {
  const entry = entries.get(span);
  const record = recordOf(span);
  if (!entry || !record || entry.told) return;
  entry.told = true;
  tell(record.number, entry.stack ? userFramesOf(entry.stack) : []);
}
