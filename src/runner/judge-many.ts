import { diagnose, type Diagnosis } from '../diagnose.js';
import { DiagnosisSum } from '../diagnosis-sum.js';
import { type Chosen, type ChooseRequest, chooseTraces } from '../bulk/choose-traces.js';
import { elsewhereOf, keyOf } from '../bulk/elsewhere-of.js';
import { ENCLOSED_ROOT, ENCLOSED_WORDS, findEnclosedRoots, type LoneRoots } from '../bulk/enclosed-roots.js';
import { LINK_WORDS } from '../bulk/encoder.js';
import { findBrokenLinks } from '../bulk/find-broken-links.js';
import { PARTITIONS } from '../bulk/partitioned.js';
import { MAKER, NAME, ROW_WORDS } from '../bulk/row.js';
import { rowSpan } from '../bulk/row-span.js';
import { rowsAt } from '../bulk/rows-of.js';
import type { SpanStore } from '../bulk/span-store.js';
import { isSameTrace } from '../bulk/trace-index.js';
import { TraceSet } from '../bulk/trace-set.js';
import { spansOfTraces } from '../bulk/spans-of-traces.js';
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
export async function judgeMany(
  store: SpanStore,
  source: SpanSource,
  { largestTrace, progress, choose }: ManyOptions = ONE_THREAD,
): Promise<Judgement> {
  const lone = findEnclosedRoots(store);
  findBrokenLinks(store);
  const sum = new DiagnosisSum();
  const all = { spans: 0, traces: 0, roots: 0 };
  const tooLarge = { spans: 0, traces: 0 };
  for await (const { partition, chosen } of chosenByPartition(store, lone, source, choose)) {
    progress(partition / PARTITIONS);
    add(all, chosen.healthy);
    const rows = withoutLargest(chosen.rows, largestTrace, tooLarge);
    if (rows.length === 0) continue;
    const elsewhere = elsewhereOf(store, lone.alone, [partition]);
    for (const spans of batches(rows, store)) {
      const model = buildFinished(spans, elsewhere);
      add(all, { spans: model.spans.length, traces: model.traces.length, roots: rootsOf(model) });
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

export interface ManyOptions {
  /** A trace with more spans than this, all of which need a model at once, is not judged. */
  readonly largestTrace: number;
  /** Is told how much is done, from 0 to 1. */
  progress(done: number): void;
  /** `chooseTraces`, wherever. */
  choose(request: ChooseRequest): Promise<Chosen>;
}

const ONE_THREAD: ManyOptions = {
  largestTrace: Number.POSITIVE_INFINITY,
  progress: () => {},
  choose: async (request) => chooseTraces(request),
};

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

/** Partitions that are chosen from at a time, while what was chosen before is judged. */
const AHEAD = 4;

async function* chosenByPartition(
  store: SpanStore,
  lone: LoneRoots,
  { ruleOptions }: SpanSource,
  choose: ManyOptions['choose'],
): AsyncGenerator<{ readonly partition: number; readonly chosen: Chosen }> {
  const options = ruleOptions?.get(outlivesParent.id);
  const needs = {
    services: store.services(),
    allowedMs: Math.min(optionValue(WITHIN_MS, options), optionValue(CLOCK_SKEW_MS, options)),
  };
  const asked: Promise<Chosen>[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for (let next = partition + asked.length; next < PARTITIONS && asked.length < AHEAD; next++)
      asked.push(choose({ rows: store.rows.read(next), marked: markedTraces(next, store, lone), ...needs }));
    const chosen = await asked.shift();
    if (chosen) yield { partition, chosen };
  }
}

/** Those that have roots which others ran beside, and those with broken links. */
function markedTraces(partition: number, store: SpanStore, lone: LoneRoots): Uint32Array {
  const marked: number[] = [];
  const enclosed = store.enclosed.read(partition);
  for (let at = ENCLOSED_ROOT; at < enclosed.length; at += ENCLOSED_WORDS) {
    if (lone.isAlone(enclosed[at + MAKER] ?? 0, enclosed[at + NAME] ?? 0)) continue;
    for (let word = at; word < at + 4; word++) marked.push(enclosed[word] ?? 0);
  }
  const broken = store.broken.read(partition);
  for (let at = 0; at < broken.length; at += LINK_WORDS)
    for (let word = at; word < at + 4; word++) marked.push(broken[word] ?? 0);
  return Uint32Array.from(marked);
}

type Counts = { -readonly [key in keyof TakenOut]: TakenOut[key] };

function add(all: Counts, { spans, traces, roots }: TakenOut): void {
  all.spans += spans;
  all.traces += traces;
  all.roots += roots;
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
