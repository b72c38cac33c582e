import { isFromOutside } from '../model/questions/from-outside.js';
import { isOpenAtStartOf } from '../model/questions/order.js';
import { inLane, type Span } from '../model/types.js';
import type { Testimony } from './evidence.js';

/**
 * The witness `contexts`: roots started in a context that was taken before the span began inside which it was passed on.
 * Only of contexts without a span: who passes on the context of an outer span may want a sibling.
 */
export function contextTestimony(span: Span): Testimony | null {
  if (!span.earlyContext || span.parentId !== null || isFromOutside(span)) return null;
  const { site, active } = span.earlyContext;
  if (!isOpenAtStartOf(active, span) || span.links.some(([, id]) => id === active.id)) return null;
  return {
    witness: 'contexts',
    mechanism: 'early-context',
    expected: active,
    boundary: { site },
    confidence: 'certain',
    statement: `the context that "${span.name}" was started in was taken before "${active.name}" began`,
    incident: `early ${inLane(span.lane, active.number)}`,
  };
}
