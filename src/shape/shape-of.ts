import type { SpanKindName } from '../finding.js';
import { namePattern } from '../model/questions/name-pattern.js';
import type { Span, TraceModel } from '../model/types.js';
import { inOrder, keyOf, type Shape, type ShapeNode } from './shape.js';

/** Nobody reads further, and each level is indented. What is below is not compared. */
const DEEPEST = 100;
const LONGEST_NAME = 200;

const KINDS: readonly SpanKindName[] = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

interface Siblings extends Omit<ShapeNode, 'children' | 'count'> {
  readonly spans: Span[];
  readonly perParent: Map<Span | null, number>;
}

/** What the traces of a run look like, without ids, times, and the order of siblings. Spans on a circle of parents have no place. */
export function shapeOf({ spans }: Pick<TraceModel, 'spans'>): Shape {
  const children = new Map<Span | null, Span[]>();
  for (const span of spans) {
    const parent = parentOf(span);
    const siblings = children.get(parent);
    if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }
  return below([null], children, 1);
}

function parentOf(span: Span): Span | null {
  return span.parent?.trace === span.trace ? span.parent : null;
}

function below(parents: readonly (Span | null)[], children: ReadonlyMap<Span | null, Span[]>, depth: number): Shape {
  const groups = new Map<string, Siblings>();
  for (const parent of parents) {
    for (const span of children.get(parent) ?? []) {
      const own = describe(span);
      const key = keyOf(own);
      const group = groups.get(key) ?? { ...own, spans: [], perParent: new Map<Span | null, number>() };
      groups.set(key, group);
      group.spans.push(span);
      group.perParent.set(parent, (group.perParent.get(parent) ?? 0) + 1);
    }
  }
  return inOrder(
    [...groups.values()].map(({ spans, perParent, ...own }) => ({
      ...own,
      count: countOf(perParent, parents.length),
      children: depth < DEEPEST ? below(spans, children, depth + 1) : [],
    })),
  );
}

function describe(span: Span): Omit<ShapeNode, 'children' | 'count'> {
  return {
    name: shortened(namePattern(span)),
    kind: KINDS[span.kind] ?? 'INTERNAL',
    parentElsewhere: span.parentId !== null && parentOf(span) === null,
    orNone: false,
  };
}

function shortened(name: string): string {
  // Never half of a pair of surrogates.
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Parents that have none count, too. */
function countOf(perParent: ReadonlyMap<Span | null, number>, parents: number): ShapeNode['count'] {
  let least = perParent.size < parents ? 0 : Number.POSITIVE_INFINITY;
  let most = 0;
  for (const count of perParent.values()) {
    if (count < least) least = count;
    if (count > most) most = count;
  }
  return { least, most };
}
