import { isFromOutside } from '../model/questions/from-outside.js';
import type { Span, TraceModel } from '../model/types.js';

/**
 * Roots that were started where an open span had been asked to be active, by the active context alone: with a context
 * manager they would be its children. What came from outside is nobody's child anyway, a link says that a root was meant,
 * and where neither of the two is exported nothing is lost.
 */
export function uncarriedSpans({ spans }: TraceModel): ReadonlyMap<Span, Span> {
  const uncarried = new Map<Span, Span>();
  for (const span of spans) {
    const { uncarried: expected, links } = span;
    if (!expected || span.parentId !== null || isFromOutside(span)) continue;
    if (links.some(([, id]) => id === expected.id) || !(span.sampled || expected.sampled)) continue;
    uncarried.set(span, expected);
  }
  return uncarried;
}
