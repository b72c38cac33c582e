import type { Span } from '../types.js';

/** What happened before what, by the order of events in a thread. Clocks were seen to be wrong by tens of milliseconds. */

export function hasEnded(span: Span): boolean {
  return span.endOrder !== 0;
}

/** It has not ended, and no line is missing that may have told of its end. */
export function isLeftOpen(span: Span): boolean {
  return !hasEnded(span) && span.startOrder > span.lane.lostAfter;
}

/** Ends in the same turn of the event loop are the same instant. Spans of different threads cannot be compared. */
export function endedAfter(span: Span, other: Span): boolean {
  return comparable(span, other) && span.endOrder > other.endOrder && span.endTurn > other.endTurn;
}

export function startedAfterEnd(span: Span, other: Span): boolean {
  return (
    span.lane === other.lane && hasEnded(other) && span.startOrder > other.endOrder && span.startTurn > other.endTurn
  );
}

/** Was `outer` open for as long as `inner` was? */
export function encloses(outer: Span, inner: Span): boolean {
  return comparable(outer, inner) && outer.startOrder < inner.startOrder && inner.endOrder < outer.endOrder;
}

export function isOpenAtStartOf(span: Span, other: Span): boolean {
  return (
    span.lane === other.lane &&
    span.startOrder < other.startOrder &&
    (!hasEnded(span) || span.endOrder > other.startOrder)
  );
}

function comparable(a: Span, b: Span): boolean {
  return a.lane === b.lane && hasEnded(a) && hasEnded(b);
}
