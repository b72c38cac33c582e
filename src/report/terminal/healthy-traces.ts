import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutText } from './cut-text.js';
import type { FactsOf } from './fold-spans.js';
import type { FoldedTraces } from './fold-traces.js';
import { spanTree } from './span-tree.js';
import { countOf, times } from '../text/words.js';

const SHAPES_SHOWN = 5;
const LONGEST_NAME = 40;
const NAMES_SHOWN = 2;

/** A program without findings and with no more than this to show gets its trees: one likes to see what was mended. */
const SMALL_PROGRAM = 14;

/** Healthy traces, one line for each shape; and what the report itself leaves out. */
export function healthyTraces(
  report: Report,
  folds: readonly FoldedTraces[],
  factsOf: FactsOf,
  style: Style,
): readonly string[] {
  const left = leftOut(report, style);
  if (folds.length === 0) return left;
  // What is left out comes last, and traces with findings come first.
  const count = folds.reduce((sum, fold) => sum + fold.trees.length, report.omitted.traces);
  const title = report.findings.length === 0 ? 'Traces' : countOf(count, 'healthy trace');
  return ['', style.heading(title), ...(smallTrees(report, folds, factsOf, style) ?? shapes(folds, style)), ...left];
}

function shapes(folds: readonly FoldedTraces[], style: Style): readonly string[] {
  const most = folds.length > SHAPES_SHOWN ? SHAPES_SHOWN - 1 : SHAPES_SHOWN;
  const rest = folds.slice(most).reduce((sum, fold) => sum + fold.trees.length, 0);
  const more = rest === 0 ? [] : [style.dim(`  ${style.glyphs.ellipsis} ${countOf(rest, 'more healthy trace')}`)];
  return [...folds.slice(0, most).map((fold) => shapeLine(fold, style)), ...more];
}

function shapeLine({ first, trees }: FoldedTraces, style: Style): string {
  const { ellipsis } = style.glyphs;
  const spans = countOf(first.nodes.length + first.omittedSpans, 'span');
  const tail = `${times(trees.length)}  ${trees.length > 1 ? `${spans} each` : spans}`;
  const names = first.roots
    .slice(0, NAMES_SHOWN)
    .map((root) => cutText(cleanText(root.span.name), LONGEST_NAME, ellipsis));
  const more = first.roots.length > NAMES_SHOWN ? `, ${ellipsis}` : '';
  return `  ${cutText(names.join(', ') + more, style.columns - 2 - tail.length, ellipsis)}${style.dim(tail)}`;
}

function smallTrees(
  report: Report,
  folds: readonly FoldedTraces[],
  factsOf: FactsOf,
  style: Style,
): readonly string[] | null {
  if (report.findings.length > 0 || folds.length > SHAPES_SHOWN) return null;
  const inner = { ...style, columns: style.columns - 2 };
  const lines = folds.flatMap(({ first, trees }) => {
    const tree = spanTree(first, factsOf, SMALL_PROGRAM + 1, inner).map((line) => `  ${line}`);
    return trees.length === 1 ? tree : [...tree, style.dim(`  ${countOf(trees.length, 'trace')} like this`)];
  });
  return lines.length > SMALL_PROGRAM ? null : lines;
}

function leftOut({ omitted }: Report, style: Style): readonly string[] {
  if (omitted.traces === 0) return [];
  return ['', style.dim(`${countOf(omitted.traces, 'more trace')} left out, of ${countOf(omitted.spans, 'span')}`)];
}
