import { type FactsOf, foldSiblings } from './fold-spans.js';
import type { TraceTree } from './span-forest.js';

/** Traces that look the same but for ids and times. */
export interface FoldedTraces {
  readonly first: TraceTree;
  readonly trees: readonly TraceTree[];
}

/** In the order of the first of each shape. */
export function foldTraces(trees: readonly TraceTree[], factsOf: FactsOf): readonly FoldedTraces[] {
  const byShape = new Map<string, { first: TraceTree; trees: TraceTree[] }>();
  for (const tree of trees) {
    const roots = foldSiblings(tree.roots, factsOf).map((root) => [factsOf(root.first).shape, root.count]);
    const key = JSON.stringify([roots, tree.omittedSpans]);
    const fold = byShape.get(key);
    if (fold === undefined) byShape.set(key, { first: tree, trees: [tree] });
    else fold.trees.push(tree);
  }
  return [...byShape.values()];
}
