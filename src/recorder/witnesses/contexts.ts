import { isOn, switchOff } from '../guard.js';
import { type Context, isContext, type Span, spanOf } from '../otel.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';

/**
 * Witness `contexts`: where a context that is passed on was taken. Taken where no span was active, and passed on inside
 * one that began later, it was taken too early.
 */

export interface EarlyContext {
  readonly site: string;
  /** The span that was active where it was passed on. */
  readonly active: SpanRecord;
}

interface Capture {
  readonly site: string;
  readonly madeAfter: number;
}

/** The root context is one object for all who take it; whoever took it last is as good as any. */
const captures = new WeakMap<Context, Capture>();
let passed: { readonly context: Context; readonly early: EarlyContext } | undefined;

/** `const ctx = context.active()` */
export function captured<T>(context: T, site: string): T {
  try {
    if (isOn() && isContext(context) && spanOf(context) === undefined)
      captures.set(context, { site, madeAfter: spansSoFar() });
  } catch (error) {
    switchOff(error);
  }
  return context;
}

/** A captured context is about to be passed on. */
export function passes<T>(context: T): T {
  passed = undefined;
  try {
    if (isOn() && isContext(context)) passed = earlyUse(context, activeSpan());
  } catch (error) {
    switchOff(error);
  }
  return context;
}

function earlyUse(context: Context, span: Span | undefined): typeof passed {
  const capture = captures.get(context);
  const active = recordOf(span);
  if (!capture || !active || active.number <= capture.madeAfter || spanOf(context) !== undefined) return undefined;
  return { context, early: { site: capture.site, active } };
}

/** What is known of a context that somebody passed, once. */
export function takePassed(context: Context | undefined): EarlyContext | undefined {
  const taken = passed;
  passed = undefined;
  return taken && taken.context === context ? taken.early : undefined;
}
