import { diagnose, type Diagnosis } from '../diagnose.js';
import { DiagnosisSum } from '../diagnosis-sum.js';
import { elsewhereOf, keyOf } from '../bulk/elsewhere-of.js';
import { ENCLOSED_ROOT, ENCLOSED_WORDS, findEnclosedRoots, type LoneRoots } from '../bulk/enclosed-roots.js';
import { LINK_WORDS } from '../bulk/encoder.js';
import { findBrokenLinks } from '../bulk/find-broken-links.js';
import { PARTITIONS } from '../bulk/partitioned.js';
import { MAKER, NAME, ROW_WORDS } from '../bulk/row.js';
import { rowSpan } from '../bulk/row-span.js';
import { rowsAt } from '../bulk/rows-of.js';
import type { SpanStore } from '../bulk/span-store.js';
import { hasParent, isSameTrace, TraceIndex } from '../bulk/trace-index.js';
import { TraceSet } from '../bulk/trace-set.js';
import { spansOfTraces } from '../bulk/spans-of-traces.js';
import { tracesToJudge } from '../bulk/traces-to-judge.js';
import { ofFinished } from '../evidence/of-finished.js';
import { buildFinished } from '../model/build-finished.js';
import type { Elsewhere } from '../model/elsewhere.js';
import type { Span, TraceModel } from '../model/types.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import type { TakenOut } from '../report/assemble.js';
import { CLOCK_SKEW_MS, WITHIN_MS } from '../rules/finished-outliving.js';
import { RULES } from '../rules/index.js';
import { optionValue } from '../rules/option-value.js';
import { outlivesParent } from '../rules/outlives-parent.js';
import type { Judgement } from './judge.js';
import { reportOnSpans, type SpanSource } from './judge-spans.js';

/** Spans that have a model at a time, unless one trace has more. */
const BATCH_SPANS = 20_000;

/**
 * Judges more spans than there is room for as objects: trace by trace those that a rule may have something to say about. The
 * report is that of some traces of each finding, with the counts of all.
 */
export function judgeMany(
  store: SpanStore,
  source: SpanSource,
  { largestTrace, progress }: Limits = NO_LIMITS,
): Judgement {
  const lone = findEnclosedRoots(store);
  findBrokenLinks(store);
  const sum = new DiagnosisSum();
  const all = { spans: 0, traces: 0, roots: 0 };
  const tooLarge = { spans: 0, traces: 0 };
  for (let partition = 0; partition < PARTITIONS; partition++) {
    progress(partition / PARTITIONS);
    const rows = withoutLargest(tracesInQuestion(partition, store, lone, source, all), largestTrace, tooLarge);
    const elsewhere = elsewhereOf(store, lone.alone, [partition]);
    for (const spans of batches(rows, store)) {
      const model = buildFinished(spans, elsewhere);
      count(all, model);
      sum.add(diagnosed(model, source));
    }
  }
  const model = exampleModel(store, lone, sum.examples());
  return reportOnSpans(model, sum.total(diagnosed(model, source)), source, {
    processes: store.lanes,
    takenOut: {
      spans: all.spans - model.spans.length,
      traces: all.traces - model.traces.length,
      roots: all.roots - rootsOf(model),
    },
    notes: notesOn(all, sum),
    unjudged: tooLarge,
  });
}

function diagnosed(model: TraceModel, { severities, ruleOptions, rules = RULES }: SpanSource): Diagnosis {
  return diagnose(rules, ofFinished(model), { severities, ...(ruleOptions ? { ruleOptions } : {}) });
}

export interface Limits {
  /** A trace with more spans than this, all of which need a model at once, is not judged. */
  readonly largestTrace: number;
  /** Is told how much is done, from 0 to 1. */
  progress(done: number): void;
}

const NO_LIMITS: Limits = { largestTrace: Number.POSITIVE_INFINITY, progress: () => {} };

/** `rows`: of whole traces, one behind the other. */
function withoutLargest(rows: Uint32Array, largest: number, left: { spans: number; traces: number }): Uint32Array {
  if (rows.length <= largest * ROW_WORDS) return rows;
  const kept: number[] = [];
  for (let from = 0; from < rows.length; ) {
    let end = from + ROW_WORDS;
    while (end < rows.length && isSameTrace(rows, from, rows, end)) end += ROW_WORDS;
    const spans = (end - from) / ROW_WORDS;
    if (spans > largest) {
      left.spans += spans;
      left.traces++;
    } else for (let at = from; at < end; at += ROW_WORDS) kept.push(at / ROW_WORDS);
    from = end;
  }
  return rowsAt(rows, kept);
}

/** The rows of traces that have to be judged, each trace together. All others are counted. */
function tracesInQuestion(
  partition: number,
  store: SpanStore,
  lone: LoneRoots,
  { ruleOptions }: SpanSource,
  all: Counts,
): Uint32Array {
  const index = new TraceIndex(store.rows.read(partition));
  const { rows, traceOf, traces } = index;
  const options = ruleOptions?.get(outlivesParent.id);
  const judged = tracesToJudge(index, {
    maker: (number) => store.maker(number),
    allowedMs: Math.min(optionValue(WITHIN_MS, options), optionValue(CLOCK_SKEW_MS, options)),
  });
  const enclosed = store.enclosed.read(partition);
  for (let at = 0; at < enclosed.length; at += ENCLOSED_WORDS) {
    const root = at + ENCLOSED_ROOT;
    if (!lone.isAlone(enclosed[root + MAKER] ?? 0, enclosed[root + NAME] ?? 0)) judged[index.trace(enclosed, root)] = 1;
  }
  const broken = store.broken.read(partition);
  for (let at = 0; at < broken.length; at += LINK_WORDS) judged[index.trace(broken, at)] = 1;
  all.traces += traces;
  for (const isJudged of judged) all.traces -= isJudged;
  const wanted: number[] = [];
  for (let row = 0; row < index.count; row++) {
    if (judged[traceOf[row] as number] === 1) wanted.push(row);
    else {
      all.spans++;
      if (!hasParent(rows, row)) all.roots++;
    }
  }
  wanted.sort((a, b) => (traceOf[a] as number) - (traceOf[b] as number) || a - b);
  return rowsAt(rows, wanted);
}

type Counts = { -readonly [key in keyof TakenOut]: TakenOut[key] };

function count(all: Counts, model: TraceModel): void {
  all.spans += model.spans.length;
  all.traces += model.traces.length;
  all.roots += rootsOf(model);
}

function rootsOf({ spans }: TraceModel): number {
  return spans.filter(({ parentId }) => parentId === null).length;
}

/** Whole traces, which stand one behind the other. */
function* batches(rows: Uint32Array, store: SpanStore): Generator<FinishedSpan[]> {
  let batch: FinishedSpan[] = [];
  for (let at = 0; at < rows.length; at += ROW_WORDS) {
    const span = rowSpan(rows, at, store);
    if (batch.length >= BATCH_SPANS && batch.at(-1)?.traceId !== span.traceId) {
      yield batch;
      batch = [];
    }
    batch.push(span);
  }
  if (batch.length > 0) yield batch;
}

function exampleModel(store: SpanStore, lone: LoneRoots, ids: ReadonlySet<string>): TraceModel {
  const wanted = new TraceSet();
  for (const id of ids) wanted.addId(id);
  const here = new Map<string, Span>();
  const elsewhere = withSpansHere(elsewhereOf(store, lone.alone, [...wanted.partitions]), here);
  const model = buildFinished(spansOfTraces(store, wanted), elsewhere);
  for (const span of model.spans) if (span.finished) here.set(keyOf(span.finished), span);
  return model;
}

/** What is told of a span that is in the model is told of that one. */
function withSpansHere(elsewhere: Elsewhere, here: ReadonlyMap<string, Span>): Elsewhere {
  return {
    ...elsewhere,
    enclosing: (root) => {
      const enclosing = elsewhere.enclosing(root);
      if (!enclosing) return null;
      const { first } = enclosing;
      return { ...enclosing, first: (first.finished && here.get(keyOf(first.finished))) ?? first };
    },
  };
}

function notesOn({ spans, traces }: Counts, { beyond }: DiagnosisSum): string[] {
  const number = (value: number): string => value.toLocaleString('en-US');
  const more =
    beyond === 0 ? [] : [`${number(beyond)} faults of more kinds than a report has room for are not told of`];
  return [
    `all ${number(spans)} spans of ${number(traces)} traces were judged; only traces with findings are listed, some of each finding`,
    ...more,
  ];
}
