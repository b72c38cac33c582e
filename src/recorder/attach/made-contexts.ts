import { types } from 'node:util';
import { tellOfCall } from '../call-through.js';
import { guarded } from '../guard.js';
import { type Context, isContext, type Span, spanOf } from '../otel.js';
import { plainField } from '../plain-field.js';
import { replaceMethod } from '../shape.js';
import { type CapturedStack, captureStack } from '../stack.js';

/**
 * Span contexts that somebody made by hand, and where. Nobody but their maker knows the span that they name; where it was
 * never recorded, that is the line to look at.
 */

/** Few programs do it at more places than a few, and a stack costs more than all else. */
const STACKS = 100;
const SAMPLED = 1;

const made = new WeakMap<Span, CapturedStack>();
let taken = 0;

/** `undefined`: it was not made by hand, or too many had been before. */
export function makerOf(parent: Span): CapturedStack | undefined {
  return taken === 0 ? undefined : made.get(parent);
}

export function watchMadeContexts(trace: { [method: string]: unknown }): void {
  for (const [method, argument] of [
    ['setSpanContext', 1],
    ['wrapSpanContext', 0],
  ] as const) {
    if (typeof trace[method] !== 'function') continue;
    replaceMethod(trace, method, (original) =>
      tellOfCall(original, (_, args, result) => {
        if (taken < STACKS) guarded(() => isLocalAndSampled(args[argument]) && remember(result));
      }),
    );
  }
}

/** What comes from outside says so. What is not sampled has no children that are exported, and SDKs make many of it. */
function isLocalAndSampled(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || plainField(value, 'isRemote') === true)
    return false;
  const flags = plainField(value, 'traceFlags');
  return typeof flags === 'number' && (flags & SAMPLED) !== 0;
}

function remember(result: unknown): void {
  const span = isContext(result) ? spanOf(result as Context) : (result as Span | undefined);
  const stack = span && captureStack(remember);
  if (!stack) return;
  taken++;
  made.set(span, stack);
}
