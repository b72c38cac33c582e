import type { CodeMap } from '../model/code-map.js';
import type { Span, TraceModel } from '../model/types.js';
import { placeOf } from './served.js';

/**
 * Did the function that waits, and then started this root, itself start the span that ended its wait? Then it has asked
 * and been answered, and what it does next is its own.
 */
export function askedByWaiter(model: TraceModel, code: CodeMap): (root: Span, span: Span) => boolean {
  const stacks = stacksByPlace(model);
  return ({ wake }, span) => {
    const wait = wake?.wait ? code.site(wake.wait) : null;
    // Of each place a few stacks are taken. What holds for all of these will hold for the others.
    const known = span.stack ? [span.stack] : (stacks.get(placeOf(span)) ?? []);
    return wait !== null && known.length > 0 && known.every((stack) => stack.some(isOfWaiter));

    function isOfWaiter(frame: NonNullable<Span['stack']>[number]): boolean {
      const at = code.functionAt(frame);
      return at !== null && at.table === wait?.table && at.fn === wait.fn;
    }
  };
}

function stacksByPlace(model: TraceModel): ReadonlyMap<string, NonNullable<Span['stack']>[]> {
  const stacks = new Map<string, NonNullable<Span['stack']>[]>();
  if (model.wakenings.size === 0) return stacks;
  for (const span of model.spans) {
    if (!span.stack) continue;
    const same = stacks.get(placeOf(span));
    if (same) same.push(span.stack);
    else stacks.set(placeOf(span), [span.stack]);
  }
  return stacks;
}
