import type { Report } from '../report.js';
import { cleanText } from '../text/clean-text.js';
import type { SpanNode, TraceTree } from './span-forest.js';
import { findingNumbers, type SpanMark, spanMark } from './span-mark.js';

/** Subtrees of one shape under one parent, shown once. */
export interface FoldedSpans {
  readonly first: SpanNode;
  readonly count: number;
  readonly longestMs: number | null;
}

/** Spans of one name that should hang here, shown once. */
export interface FoldedStrays {
  readonly name: string;
  readonly numbers: string;
  readonly count: number;
}

export interface SpanFacts {
  readonly mark: SpanMark | null;
  /** Equal for subtrees that look the same but for ids and times. */
  readonly shape: number;
  /** Spans in the subtree, itself included. */
  readonly size: number;
  /** Marks in the subtree, strays included: a subtree without any is of no interest here. */
  readonly marks: number;
  readonly children: readonly FoldedSpans[];
  readonly strays: readonly FoldedStrays[];
}

export type FactsOf = (node: SpanNode) => SpanFacts;

const LONGEST_NAME = 200;

/** Goes through each trace once, children before parents, without recursion: a chain of spans may be 100,000 deep. */
export function foldSpans(trees: readonly TraceTree[], report: Report, ellipsis: string): FactsOf {
  const facts = new Map<SpanNode, SpanFacts>();
  const shapes = new Map<string, number>();
  const factsOf: FactsOf = (node) => {
    const found = facts.get(node);
    if (found === undefined) throw new Error('asked about a span of another report');
    return found;
  };
  for (const { nodes } of trees) {
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      const node = nodes[index];
      if (node !== undefined) facts.set(node, describe(node, factsOf, shapes, spanMark(node, report, ellipsis)));
    }
  }
  return factsOf;
}

/** Siblings of one shape become one, at the place of the first. */
export function foldSiblings(siblings: readonly SpanNode[], factsOf: FactsOf): readonly FoldedSpans[] {
  const groups = new Map<number, { first: SpanNode; count: number; longestMs: number | null }>();
  for (const node of siblings) {
    const { shape } = factsOf(node);
    const group = groups.get(shape);
    if (group === undefined) {
      groups.set(shape, { first: node, count: 1, longestMs: node.span.durationMs });
    } else {
      group.count += 1;
      if ((node.span.durationMs ?? 0) > (group.longestMs ?? 0)) group.longestMs = node.span.durationMs;
    }
  }
  return [...groups.values()];
}

function describe(node: SpanNode, factsOf: FactsOf, shapes: Map<string, number>, mark: SpanMark | null): SpanFacts {
  const children = foldSiblings(node.children, factsOf);
  const strays = foldStrays(node.strays);
  let size = 1;
  let marks = (mark === null ? 0 : 1) + node.strays.length;
  for (const child of node.children) {
    const facts = factsOf(child);
    size += facts.size;
    marks += facts.marks;
  }
  const key = JSON.stringify([
    cleanText(node.span.name, LONGEST_NAME),
    node.span.kind,
    node.span.status,
    node.span.ended,
    node.parentMissing,
    mark?.text ?? null,
    laneIn(node),
    strays.map((stray) => [stray.name, stray.numbers, stray.count]),
    children.map((child) => [factsOf(child.first).shape, child.count]),
  ]);
  const shape = shapes.get(key) ?? shapes.size;
  shapes.set(key, shape);
  return { mark, shape, size, marks, children, strays };
}

/** Workers of one kind have the same traces, each in a lane of its own. */
function laneIn(node: SpanNode): readonly number[] | boolean {
  if (node.parent === null) return ranElsewhere(node);
  return isElsewhere(node, node.parent) && [node.span.process, node.span.thread];
}

/** Elsewhere than the span under which it stands, or should; other roots, in a thread of their own. */
export function ranElsewhere(node: SpanNode): boolean {
  const near = node.parent ?? node.home;
  return near === null ? node.span.thread !== 0 : isElsewhere(node, near);
}

/** Whether a span ran in another process or thread than its parent. */
function isElsewhere(node: SpanNode, parent: SpanNode): boolean {
  return node.span.process !== parent.span.process || node.span.thread !== parent.span.thread;
}

function foldStrays(strays: readonly SpanNode[]): readonly FoldedStrays[] {
  const groups = new Map<string, { name: string; numbers: string; count: number }>();
  for (const node of strays) {
    const name = cleanText(node.span.name, LONGEST_NAME);
    const numbers = findingNumbers(node);
    const group = groups.get(numbers + name);
    if (group === undefined) groups.set(numbers + name, { name, numbers, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()];
}
