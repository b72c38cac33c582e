import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutText } from './cut-text.js';
import { type FactsOf, foldSpans } from './fold-spans.js';
import { type FoldedTraces, foldTraces } from './fold-traces.js';
import { healthyTraces } from './healthy-traces.js';
import { isNew } from './is-new.js';
import { type SpanNode, spanForest, type TraceTree } from './span-forest.js';
import { spanTree } from './span-tree.js';
import { countOf } from '../text/words.js';

/** Together about one screen. */
const TREE_LINES = 40;
const LINES_OF_ONE = 24;
const SHAPES_SHOWN = 6;

/** The traces that findings are about as trees, each beside the one where its spans belong; then the healthy ones. */
export function traces(report: Report, style: Style): readonly string[] {
  const trees = spanForest(report);
  const factsOf = foldSpans(trees, report, style.glyphs.ellipsis);
  const isMarked = (tree: TraceTree): boolean => tree.roots.some((root) => factsOf(root).marks > 0);
  const isKnown = (tree: TraceTree): boolean =>
    isMarked(tree) && findingsOf(tree).every((index) => isKnownAt(report, index));
  const known = trees.filter(isKnown).length;
  const marked = homesFirst(
    foldTraces(
      trees.filter((tree) => isMarked(tree) && !isKnown(tree)),
      factsOf,
    ),
  );
  const healthy = foldTraces(
    trees.filter((tree) => !isMarked(tree)),
    factsOf,
  );
  return [
    ...markedTraces(marked, factsOf, style),
    ...(known === 0 ? [] : ['', style.dim(`${countOf(known, 'trace')} with known findings`)]),
    ...healthyTraces(report, healthy, factsOf, style),
  ];
}

function markedTraces(folds: readonly FoldedTraces[], factsOf: FactsOf, style: Style): readonly string[] {
  if (folds.length === 0) return [];
  const lines: string[] = [];
  let shown = 0;
  for (const fold of folds.slice(0, SHAPES_SHOWN)) {
    const room = TREE_LINES - lines.length;
    if (shown > 0 && room < 5) break;
    lines.push('', traceLine(fold, style));
    lines.push(
      ...spanTree(fold.first, factsOf, Math.min(LINES_OF_ONE, room), { ...style, columns: style.columns - 2 }).map(
        (line) => `  ${line}`,
      ),
    );
    shown += 1;
  }
  const rest = folds.slice(shown).reduce((sum, fold) => sum + fold.trees.length, 0);
  const more =
    rest === 0 ? [] : ['', style.dim(`${style.glyphs.ellipsis} ${countOf(rest, 'more trace')} with findings`)];
  return ['', style.heading('Traces with findings'), ...legend(folds, factsOf, style), ...lines, ...more];
}

/** Of its spans, and of those that should be in it. */
function findingsOf({ nodes }: TraceTree): readonly number[] {
  return nodes.flatMap((node) => [node, ...node.strays].flatMap(({ span }) => span.findings));
}

function isKnownAt({ findings }: Report, index: number): boolean {
  const finding = findings[index];
  return finding !== undefined && !isNew(finding);
}

/** Only the signs that are used. */
function legend(folds: readonly FoldedTraces[], factsOf: FactsOf, style: Style): readonly string[] {
  const facts = folds.flatMap(({ first }) => first.nodes.map(factsOf));
  const entries: readonly [boolean, string][] = [
    [facts.some(({ mark }) => mark?.kind === 'misplaced'), style.removed('- misplaced')],
    [facts.some(({ strays }) => strays.length > 0), style.added('+ its right place')],
    [facts.some(({ mark }) => mark?.kind === 'faulty'), style.warning('! other finding')],
  ];
  return [entries.flatMap(([used, text]) => (used ? [text] : [])).join(', ')];
}

function traceLine({ first, trees }: FoldedTraces, style: Style): string {
  const others = trees.length - 1;
  const tail = others > 0 ? ` and ${countOf(others, 'more', 'more')} like it` : '';
  return style.dim(
    `trace ${cutText(cleanText(first.traceId), style.columns - 6 - tail.length, style.glyphs.ellipsis)}${tail}`,
  );
}

/** A span that is missed in one trace and found in another is understood when the two stand together. */
function homesFirst(folds: readonly FoldedTraces[]): readonly FoldedTraces[] {
  const foldOf = new Map<SpanNode, FoldedTraces>();
  for (const fold of folds) {
    for (const tree of fold.trees) {
      for (const node of tree.nodes) foldOf.set(node, fold);
    }
  }
  const ordered = new Set<FoldedTraces>();
  for (const fold of folds) {
    if (ordered.has(fold)) continue;
    for (const node of fold.first.nodes) {
      const home = node.home === null ? undefined : foldOf.get(node.home);
      if (home !== undefined && home !== fold) ordered.add(home);
    }
    ordered.add(fold);
  }
  return [...ordered];
}
