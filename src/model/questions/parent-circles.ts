import type { Span } from '../types.js';

/** Spans that are their own ancestors: each circle once, in the order from child to parent. */
export function parentCircles(spans: readonly Span[]): Span[][] {
  const circles: Span[][] = [];
  /** By which walk a span was passed first. */
  const passed = new Int32Array(spans.length).fill(-1);
  for (const start of spans) {
    let at: Span | null = start;
    while (at && passed[at.index] === -1) {
      passed[at.index] = start.index;
      at = at.parent;
    }
    if (at && passed[at.index] === start.index) circles.push(circleAt(at));
  }
  return circles;
}

function circleAt(first: Span): Span[] {
  const circle = [first];
  for (let at = first.parent; at && at !== first; at = at.parent) circle.push(at);
  return circle;
}
