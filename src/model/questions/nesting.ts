import type { Span, TraceModel } from '../types.js';

/** Answers questions of ancestry in constant time, from one walk over the tree. */
export interface Nesting {
  /** Is `span` the same as `ancestor`, or somewhere below it? */
  isWithin(span: Span, ancestor: Span): boolean;
  /** The topmost ancestor in the span's own thread: where its work began there. */
  rootOf(span: Span): Span;
}

/** Iterative: chains are as deep as they like. Spans on a circle of parents count as below the first of them. */
export function nesting(model: TraceModel): Nesting {
  const { spans } = model;
  const { firstChild, nextSibling } = childLists(spans);
  const entered = new Int32Array(spans.length).fill(-1);
  const left = new Int32Array(spans.length);
  const root = new Int32Array(spans.length);
  let clock = 0;

  const walk = (top: number): void => {
    let at = top;
    entered[at] = clock++;
    root[at] = top;
    for (;;) {
      const child = firstChild[at] ?? -1;
      if (child !== -1) {
        firstChild[at] = nextSibling[child] ?? -1;
        if (entered[child] !== -1) continue;
        entered[child] = clock++;
        root[child] = spans[child]?.lane === spans[at]?.lane ? (root[at] ?? top) : child;
        at = child;
        continue;
      }
      left[at] = clock++;
      if (at === top) return;
      at = spans[at]?.parent?.index ?? top;
    }
  };
  for (const span of spans) if (!span.parent) walk(span.index);
  for (const span of spans) if (entered[span.index] === -1) walk(span.index);

  return {
    isWithin: (span, ancestor) =>
      (entered[ancestor.index] ?? 0) <= (entered[span.index] ?? 0) &&
      (left[span.index] ?? 0) <= (left[ancestor.index] ?? 0),
    rootOf: (span) => spans[root[span.index] ?? span.index] ?? span,
  };
}

/** Children of each span in the order of their starts, as linked lists in two arrays. */
function childLists(spans: readonly Span[]): { firstChild: Int32Array; nextSibling: Int32Array } {
  const firstChild = new Int32Array(spans.length).fill(-1);
  const nextSibling = new Int32Array(spans.length).fill(-1);
  for (let i = spans.length - 1; i >= 0; i--) {
    const parent = spans[i]?.parent;
    if (!parent) continue;
    nextSibling[i] = firstChild[parent.index] ?? -1;
    firstChild[parent.index] = i;
  }
  return { firstChild, nextSibling };
}
