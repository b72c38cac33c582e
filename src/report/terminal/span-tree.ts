import type { Style } from '../style.js';
import { type FactsOf, type FoldedSpans, type FoldedStrays, foldSiblings, type SpanFacts } from './fold-spans.js';
import type { TraceTree } from './span-forest.js';
import { hiddenText, spanLabel, strayLabel } from './span-label.js';
import { countOf } from '../text/words.js';

/** Children shown under one parent: those with marks in or below them, and others for orientation. */
const MARKED_SHOWN = 8;
const UNMARKED_SHOWN = 4;
const STRAYS_SHOWN = 6;

/** How far an unmarked branch is followed. */
const UNMARKED_LEVELS = 2;

/** A trace of so few spans is shown as it is. */
const SMALL_TRACE = 20;

/** Shown in any case, so that one sees in what the misplaced span was. */
const FIRST_LEVELS = 2;

/** Columns kept for what is said of a span, which bounds how deep a tree is drawn. */
const LABEL_COLUMNS = 44;

interface Row {
  readonly kind: 'span' | 'stray' | 'between' | 'hidden';
  readonly label: (columns: number) => string;
  /** Spans of the trace that this row stands for. */
  readonly covers: number;
  readonly below: readonly Row[] | (() => readonly Row[]);
}

interface Place {
  readonly depth: number;
  /** Levels below the last span with marks. */
  readonly unmarked: number;
  /** How often the branch is there, folded parents included. */
  readonly weight: number;
}

interface Context {
  readonly factsOf: FactsOf;
  readonly style: Style;
  readonly roomy: boolean;
  readonly deepest: number;
}

/** Draws one trace in at most so many lines; what does not fit is counted. Walks with a stack of its own. */
export function spanTree(tree: TraceTree, factsOf: FactsOf, most: number, style: Style): readonly string[] {
  const deepest = Math.min(16, Math.max(4, Math.floor((style.columns - LABEL_COLUMNS) / 3)));
  const context: Context = { factsOf, style, roomy: tree.nodes.length <= SMALL_TRACE, deepest };
  const top = levelRows(foldSiblings(tree.roots, factsOf), [], { depth: 0, unmarked: 0, weight: 1 }, context);
  const stack = top.map((row) => ({ row, stem: '', branch: '', under: '' })).reverse();
  const lines: string[] = [];
  let covered = 0;
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (lines.length >= most - 1 && stack.length > 0) {
      lines.push(style.dim(hiddenText(tree.nodes.length - covered, 0, style.glyphs.ellipsis)));
      break;
    }
    const { row, stem, branch, under } = item;
    const prefix = stem + branch;
    lines.push(style.dim(prefix) + row.label(style.columns - prefix.length));
    covered += row.covers;
    const below = typeof row.below === 'function' ? row.below() : row.below;
    for (let index = below.length - 1; index >= 0; index -= 1) {
      const child = below[index];
      const last = index === below.length - 1;
      if (child === undefined) continue;
      const { branch: fork, lastBranch, trunk, gap } = style.glyphs;
      stack.push({ row: child, stem: stem + under, branch: last ? lastBranch : fork, under: last ? gap : trunk });
    }
  }
  if (tree.omittedSpans > 0) {
    lines.push(style.dim(`${style.glyphs.ellipsis} ${countOf(tree.omittedSpans, 'span')} left out of the report`));
  }
  return lines;
}

/** The rows of one level: spans in the order of their starts, then what should be here, then a count of the rest. */
function levelRows(
  folds: readonly FoldedSpans[],
  strays: readonly FoldedStrays[],
  at: Place,
  context: Context,
): readonly Row[] {
  const { factsOf, style } = context;
  const rows: Row[] = [];
  let marked = 0;
  let unmarked = 0;
  let hidden = 0;
  let hiddenMarks = 0;
  for (const fold of folds) {
    const facts = factsOf(fold.first);
    const isMarked = facts.marks > 0;
    const shown = isMarked ? marked < MARKED_SHOWN : unmarked < (context.roomy ? SMALL_TRACE : UNMARKED_SHOWN);
    if (shown) {
      rows.push(spanRow(fold, { ...at, unmarked: isMarked ? 0 : at.unmarked + 1 }, context));
      if (isMarked) marked += 1;
      else unmarked += 1;
    } else {
      hidden += facts.size * fold.count;
      hiddenMarks += facts.marks * fold.count;
    }
  }
  rows.push(...strayRows(strays, style));
  if (hidden > 0) {
    const text = style.dim(hiddenText(hidden, hiddenMarks, style.glyphs.ellipsis));
    rows.push({ kind: 'hidden', label: () => text, covers: hidden * at.weight, below: [] });
  }
  return rows;
}

function strayRows(strays: readonly FoldedStrays[], style: Style): readonly Row[] {
  const rows = strays
    .slice(0, STRAYS_SHOWN)
    .map(
      (stray): Row => ({ kind: 'stray', label: (columns) => strayLabel(stray, columns, style), covers: 0, below: [] }),
    );
  const rest = strays.slice(STRAYS_SHOWN).reduce((sum, stray) => sum + stray.count, 0);
  if (rest === 0) return rows;
  const text = style.added(`${style.glyphs.ellipsis} ${countOf(rest, 'more', 'more')} should be here`);
  return [...rows, { kind: 'stray', label: () => text, covers: 0, below: [] }];
}

function spanRow(fold: FoldedSpans, at: Place, context: Context): Row {
  const short = skipUneventful(fold, at, context);
  if (short !== null) return short;
  const { factsOf, style } = context;
  const facts = factsOf(fold.first);
  const weight = at.weight * fold.count;
  const closed = at.depth >= context.deepest || (!context.roomy && at.unmarked >= UNMARKED_LEVELS);
  const below = facts.size - 1;
  const hidden = closed ? closedText(below, facts) : '';
  return {
    kind: 'span',
    label: (columns) => spanLabel(fold, facts, hidden, columns, style),
    covers: weight * (closed ? facts.size : 1),
    below: closed ? [] : () => levelRows(facts.children, facts.strays, { ...at, depth: at.depth + 1, weight }, context),
  };
}

function closedText(below: number, facts: SpanFacts): string {
  const marks = facts.marks - (facts.mark === null ? 0 : 1);
  if (below === 0 && marks === 0) return '';
  const marked = marks > 0 ? `, ${marks.toLocaleString('en-US')} marked` : '';
  return `(${countOf(below, 'span')} below${marked})`;
}

/** A long way down to the next mark, with nothing beside it worth a line, becomes one line. */
function skipUneventful(fold: FoldedSpans, at: Place, context: Context): Row | null {
  const { factsOf, style } = context;
  if (context.roomy || at.depth < FIRST_LEVELS || factsOf(fold.first).marks === 0) return null;
  let current = fold;
  let skipped = 0;
  for (let next = onlyWayDown(current, factsOf); next !== null; next = onlyWayDown(current, factsOf)) {
    skipped += factsOf(current.first).size - factsOf(next.first).size;
    current = next;
  }
  if (skipped < 2) return null;
  const text = style.dim(`${style.glyphs.ellipsis} ${countOf(skipped, 'span')} between`);
  const next = { ...at, depth: at.depth + 1 };
  return {
    kind: 'between',
    label: () => text,
    covers: skipped * at.weight,
    below: () => [spanRow(current, next, context)],
  };
}

/** The next span on the way to the marks below, if this one and the next are not worth showing. */
function onlyWayDown(fold: FoldedSpans, factsOf: FactsOf): FoldedSpans | null {
  const facts = factsOf(fold.first);
  if (isEventful(facts)) return null;
  const ways = facts.children.filter((child) => factsOf(child.first).marks > 0);
  const [next] = ways;
  if (next === undefined || ways.length > 1 || fold.count > 1 || next.count > 1) return null;
  return isEventful(factsOf(next.first)) ? null : next;
}

function isEventful(facts: SpanFacts): boolean {
  return facts.mark !== null || facts.strays.length > 0;
}
