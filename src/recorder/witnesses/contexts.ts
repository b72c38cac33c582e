import { isOn, switchOff } from '../guard.js';
import { type Context, isContext, type Span, spanOf } from '../otel.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { Allowance, type CapturedStack, captureStack } from '../stack.js';

/**
 * Witness `contexts`: where a context that is passed on was taken. Taken where no span was active, and passed on inside
 * one that began later, it was taken too early.
 */

export interface EarlyContext {
  readonly site: string;
  /** The span that was active where it was passed on. */
  readonly active: SpanRecord;
  /** Of a context that is known by another name, or by none, where it was taken. */
  readonly stack: CapturedStack | undefined;
}

interface Capture {
  readonly site: string;
  readonly madeAfter: number;
  readonly stack: CapturedStack | undefined;
}

/**
 * By what holds them: without a span, contexts are one object for all who take them. Of each place the first counts:
 * whoever takes it later has taken the same.
 */
const captures = new WeakMap<Context, Map<string, Capture>>();
let passed: { readonly context: Context; readonly early: EarlyContext } | undefined;

/** The one that was taken last, whatever holds it. */
const LAST = '';
const NAMES_AT_MOST = 1000;
const STACKS_PER_SITE = 20;
const bySite = new Allowance(STACKS_PER_SITE, NAMES_AT_MOST);

/** `const ctx = context.active()`. No name: it goes to somebody else at once. */
export function captured<T>(context: T, site: string, name: string): T {
  try {
    if (isOn() && isContext(context) && spanOf(context) === undefined) remember(context, site, name);
  } catch (error) {
    switchOff(error);
  }
  return context;
}

function remember(context: Context, site: string, name: string): void {
  const known = captures.get(context) ?? new Map<string, Capture>();
  captures.set(context, known);
  const madeAfter = spansSoFar();
  const stack = bySite.take(site) ? captureStack(captured) : undefined;
  if (stack) known.set(LAST, { site, madeAfter, stack });
  if (name !== '' && known.get(name)?.site !== site && known.size < NAMES_AT_MOST)
    known.set(name, { site, madeAfter, stack: undefined });
}

/** A captured context is about to be passed on. `given`: what holds it may have it from a caller. */
export function passes<T>(context: T, name: string, given: boolean): T {
  passed = undefined;
  try {
    if (isOn() && isContext(context)) passed = earlyUse(context, name, given, activeSpan());
  } catch (error) {
    switchOff(error);
  }
  return context;
}

function earlyUse(context: Context, name: string, given: boolean, span: Span | undefined): typeof passed {
  const active = recordOf(span);
  const known = active && captures.get(context);
  const capture = known?.get(name) ?? (given ? known?.get(LAST) : undefined);
  if (!capture || !active || active.number <= capture.madeAfter || spanOf(context) !== undefined) return undefined;
  return { context, early: { site: capture.site, active, stack: capture.stack } };
}

/** What is known of a context that somebody passed, once. */
export function takePassed(context: Context | undefined): EarlyContext | undefined {
  const taken = passed;
  passed = undefined;
  return taken && taken.context === context ? taken.early : undefined;
}
