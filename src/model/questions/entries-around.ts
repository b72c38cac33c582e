import { CONSUMER, SERVER } from '../../protocol/span-kind.js';
import type { Span } from '../types.js';

/** With more requests open at once nobody could say whose work something is. */
export const MOST_OPEN = 50;

/**
 * Of each of some spans: the requests and messages of other traces that its own process was at work on during all of its
 * time. Nothing of a span whose process is not known: what runs beside it may run elsewhere.
 */
export function entriesAround(spans: readonly Span[], asked: (span: Span) => boolean): Map<Span, readonly Span[]> {
  const around = new Map<Span, readonly Span[]>();
  const open = new Map<number, Span[]>();
  // They come in the order of their starts; of those that start at once the longer one may enclose the other.
  for (const span of spans.toSorted((a, b) => a.startMs - b.startMs || b.endMs - a.endMs)) {
    const { index, madeBy } = span.lane;
    if ((madeBy?.process ?? null) === null) continue;
    const still = (open.get(index) ?? []).filter(({ endMs }) => endMs >= span.startMs);
    if (asked(span)) {
      const enclosing = still.filter(({ endMs, trace }) => endMs >= span.endMs && trace !== span.trace);
      if (still.length < MOST_OPEN && enclosing.length > 0) around.set(span, enclosing);
    }
    if ((span.kind === SERVER || span.kind === CONSUMER) && still.length < MOST_OPEN) still.push(span);
    open.set(index, still);
  }
  return around;
}
