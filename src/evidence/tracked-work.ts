import { namePattern } from '../model/questions/name-pattern.js';
import { inLane, type Span, type TraceModel } from '../model/types.js';
import type { SiteId } from '../protocol/trace-event.js';

/**
 * Spans whose parents left them to others on purpose: promises from their place were put into a list, and waited for
 * elsewhere. Of a place only the first calls are known; the others are like them.
 */
export function trackedWork({ spans, tracked, droppedCalls }: TraceModel): (span: Span) => boolean {
  const places = new Set<string>();
  if (tracked.size > 0)
    for (const span of spans) if (sitesOf(span).some((site) => tracked.has(site))) places.add(keyOf(span));
  return (span) => places.has(keyOf(span));

  function sitesOf({ calledIn, droppedCalls: numbers, lane }: Span): readonly SiteId[] {
    return [...calledIn, ...numbers.flatMap((number) => droppedCalls.get(inLane(lane, number))?.site ?? [])];
  }
}

function keyOf(span: Span): string {
  return [span.site ?? span.scope, namePattern(span), span.parent?.site, span.parent && namePattern(span.parent)].join(
    '\n',
  );
}
