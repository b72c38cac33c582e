import type { SpanKindName } from '../finding.js';

/** Spans of one name and kind under spans of one name and kind. */
export interface ShapeNode {
  /** Numbers in it are `#`. */
  readonly name: string;
  readonly kind: SpanKindName;
  /** It has a parent, which was not recorded: in a process that is not ours, say. */
  readonly parentElsewhere: boolean;
  /** Under each parent; of a root, in the whole run. */
  readonly count: Count;
  /** There need not be any in the whole run. Is written by hand only. */
  readonly orNone: boolean;
  readonly children: Shape;
}

/** In the order of their names. */
export type Shape = readonly ShapeNode[];

export interface Count {
  readonly least: number;
  /** `null`: any number. */
  readonly most: number | null;
}

/** The same for siblings of one kind, which stand together. */
export function keyOf({ name, kind, parentElsewhere }: Omit<ShapeNode, 'count' | 'orNone' | 'children'>): string {
  return `${name}\n${kind}\n${parentElsewhere ? 1 : 0}`;
}

export function inOrder(nodes: Iterable<ShapeNode>): Shape {
  return [...nodes]
    .map((node) => ({ node, key: keyOf(node) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ node }) => node);
}
