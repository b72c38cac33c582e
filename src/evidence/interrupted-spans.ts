import { namePattern } from '../model/questions/name-pattern.js';
import { hasEnded } from '../model/questions/order.js';
import type { Span, TraceModel } from '../model/types.js';

/**
 * Spans that are open at the end because the program did not wait for their work, and not because nobody ends them: the
 * turn of a loop that waits for the next message, what a timer does over and over, who lost a race. Their work is not
 * done, and others from their place have ended. Who runs to the end while a promise is pending may have lost it, though:
 * there only the last ones of a place are meant, after which none has ended.
 */
export function interruptedSpans({ spans }: TraceModel): (span: Span) => boolean {
  const lastEnded = new Map<string, Span>();
  if (spans.some(({ unfinished }) => unfinished))
    for (const span of spans) if (hasEnded(span)) lastEnded.set(keyOf(span), span);
  return (span) => {
    const last = span.unfinished ? lastEnded.get(keyOf(span)) : undefined;
    if (!last) return false;
    return span.lane.farewell?.by === 'exit' || last.startOrder < span.startOrder;
  };
}

function keyOf(span: Span): string {
  return `${span.lane.index}\n${span.site ?? span.scope}\n${namePattern(span)}`;
}
