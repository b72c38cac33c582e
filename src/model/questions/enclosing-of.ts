import type { Enclosing } from '../elsewhere.js';
import type { Span, TraceModel } from '../types.js';
import { entriesAround } from './entries-around.js';

/** What was open around each of some roots, of all that was read. */
export function enclosingOf(
  { spans, elsewhere }: Pick<TraceModel, 'spans' | 'elsewhere'>,
  asked: (span: Span) => boolean,
): ReadonlyMap<Span, Enclosing> {
  const found = new Map<Span, Enclosing>();
  if (elsewhere) {
    for (const span of spans) {
      const enclosing = asked(span) ? elsewhere.enclosing(span) : null;
      if (enclosing) found.set(span, enclosing);
    }
    return found;
  }
  for (const [span, [first, ...others]] of entriesAround(spans, asked))
    if (first) found.set(span, { first, count: 1 + others.length });
  return found;
}
