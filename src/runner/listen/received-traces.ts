import type { SpanSink } from '../../receiver/intake.js';
import type { FinishedSpan } from '../../protocol/finished-span.js';
import type { ReadNotes } from '../../readers/files/read-notes.js';
import { RecentIds } from '../../receiver/recent-ids.js';
import { BYTES_OF_SPAN, type StoredTrace, TraceStore } from '../../receiver/trace-store.js';
import type { TakenOut } from '../../report/assemble.js';
import type { JudgeRequest } from '../judge.js';
import { isWhole } from './is-whole.js';
import { isEntry, type JudgedTrace, judgeSlice } from './judge-slice.js';
import type { LiveFindings } from './live-findings.js';
import { TraceExamples } from './trace-examples.js';

export interface ReceivedSettings extends Pick<JudgeRequest, 'severities' | 'ruleOptions'> {
  /** What the spans may take that are not judged yet. */
  readonly maxBytes: number;
  /** Nothing must have come of a trace for so long until it is judged for good. */
  readonly settleMs: number;
  /** In milliseconds. */
  now(): number;
}

/** Whoever is missing a local parent waits for it: work that takes longer than all its parts is exported last. */
export const PATIENCE_FOR_PARENTS = 6;

/** From here on what has settled is judged and forgotten; down to there. */
const HIGH = 1 / 2;
const LOW = 3 / 8;

/** More than anybody reads; where names are made of words, there are as many as there are traces. */
const MOST_FINDINGS = 10_000;

/** Examples stay to the end, so that most of the memory is for what comes. */
const PART_OF_EXAMPLES = 1 / 8;

/** At thousands of requests a second, those of some seconds. */
const MOST_ENTRIES = 20_000;
const PART_OF_ENTRIES = 1 / 16;

/** At the end so many are judged at once, as `check` does: in half a second or so. */
const WHOLE_SPANS = 100_000;

/** Judged in one go: a tenth of a second or so, in which no request is served. */
const SLICE_SPANS = 10_000;

/** What is looked for again: not at each request, where nothing has settled. */
const LOOK_AGAIN_MS = 500;

/** Of traces that were forgotten: at ten thousand a second, those of the last minute. */
const REMEMBERED_TRACES = 500_000;

/**
 * What has been received. As long as it fits, nothing is judged before the end, when all of it is there to be compared.
 * Beyond that, traces that have settled are judged and forgotten, but for some examples of each kind, which the others are
 * counted with.
 */
export class ReceivedTraces implements SpanSink {
  readonly #store = new TraceStore();
  readonly #settings: ReceivedSettings;
  readonly #notes: ReadNotes;
  readonly #forgotten = new RecentIds(REMEMBERED_TRACES);
  readonly #examples: TraceExamples;
  #takenOut: TakenOut = { spans: 0, traces: 0, roots: 0 };
  readonly #dropped = new Map<string, number>();
  #waiting = 0;
  /** Of forgotten traces: what came a moment later may have been their work. */
  #recentEntries: FinishedSpan[] = [];
  readonly #mostEntries: number;
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(settings: ReceivedSettings, notes: ReadNotes) {
    this.#settings = settings;
    this.#notes = notes;
    this.#mostEntries = Math.ceil(Math.min(MOST_ENTRIES, (settings.maxBytes * PART_OF_ENTRIES) / BYTES_OF_SPAN));
    this.#examples = new TraceExamples(settings.maxBytes * PART_OF_EXAMPLES);
  }

  get spans(): number {
    return this.#store.spans + this.#takenOut.spans;
  }

  get traces(): number {
    return this.#store.traces + this.#takenOut.traces;
  }

  get takenOut(): TakenOut {
    return this.#takenOut;
  }

  /** Faults of traces that were forgotten, by the key of their group. */
  get dropped(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#dropped);
  }

  isFull(): boolean {
    if (this.#store.bytes > this.#settings.maxBytes) this.#makeRoom();
    return this.#store.bytes > this.#settings.maxBytes;
  }

  take(spans: readonly FinishedSpan[]): void {
    const nowMs = this.#settings.now();
    for (const span of spans) {
      if (this.#forgotten.has(span.traceId) && !this.#store.has(span.traceId)) this.#notes.add('late');
      else this.#store.add(span, nowMs);
    }
    if (this.#store.bytes > this.#settings.maxBytes * HIGH) this.#makeRoom();
  }

  /** How many traces have gone quiet, and wait for nobody. */
  quiet(): number {
    const nowMs = this.#settings.now();
    let quiet = this.#takenOut.traces;
    for (const trace of this.#store.all()) if (trace.isJudged || this.#isSettled(trace, nowMs)) quiet++;
    return quiet;
  }

  /** Traces that had not all of their spans yet when the end came. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Findings of forgotten traces of which there is no example left. */
  get untold(): number {
    return this.#examples.untold;
  }

  /** Nothing more comes. What is too much to be judged as a whole is judged in parts. */
  finish(): void {
    this.#leaveWaiting();
    if (this.#store.spans <= WHOLE_SPANS && this.#forgotten.isEmpty) return;
    const open = [...this.#store.all()].filter(({ isJudged }) => !isJudged).sort((a, b) => b.lastMs - a.lastMs);
    while (open.length > 0) this.#judge(nextSlice(open));
  }

  /** Whose parent is still at work somewhere has lost nothing: its trace is counted, and not judged. */
  #leaveWaiting(): void {
    const nowMs = this.#settings.now();
    const waiting = [...this.#store.all()].filter((trace) => waits(trace) && !this.#isSettled(trace, nowMs));
    for (const trace of waiting) {
      this.#store.remove(trace);
      this.#takeOut(trace.spans.length, trace.spans.filter(({ parentId }) => parentId === null).length);
    }
    this.#waiting = waiting.length;
  }

  /** What is there, which stays. */
  *all(): Generator<FinishedSpan> {
    for (const { spans } of this.#store.all()) yield* spans;
  }

  /** Judges those that have gone quiet since it was asked last, as many as take no more than a moment. */
  lookAt(live: LiveFindings): void {
    const quiet = this.#settled(this.#settings.now()).filter((trace) => live.isNew(trace));
    if (quiet.length > 0) live.add(this.#judged(nextSlice(quiet)));
  }

  #makeRoom(): void {
    const nowMs = this.#settings.now();
    if (nowMs - this.#lookedMs < LOOK_AGAIN_MS) return;
    const settled = this.#settled(nowMs);
    const low = this.#settings.maxBytes * LOW;
    while (this.#store.bytes > low && settled.length > 0) this.#judge(nextSlice(settled));
    this.#lookedMs = this.#settings.now();
  }

  /** Those that wait for nobody, the oldest last. */
  #settled(nowMs: number): StoredTrace[] {
    const settled = [...this.#store.all()].filter((trace) => !trace.isJudged && this.#isSettled(trace, nowMs));
    return settled.sort((a, b) => b.lastMs - a.lastMs);
  }

  #isSettled({ lastMs, spans }: StoredTrace, nowMs: number): boolean {
    const { settleMs } = this.#settings;
    const quietMs = nowMs - lastMs;
    return quietMs >= settleMs && (quietMs >= settleMs * PATIENCE_FOR_PARENTS || isWhole(spans));
  }

  #judged(slice: readonly StoredTrace[]): JudgedTrace[] {
    const own = new Set(slice);
    const others = concatenated(this.#recentEntries, spansBeside(this.#store.all(), own));
    return judgeSlice(slice, others, this.#settings);
  }

  #judge(slice: readonly StoredTrace[]): void {
    const judged = this.#judged(slice);
    const kept = this.#examples.among(judged, (id) => this.#store.has(id));
    for (const { stored, spans, roots, faults } of judged) {
      stored.isJudged = true;
      if (kept.has(stored.id)) continue;
      this.#store.remove(stored);
      this.#forgotten.add(stored.id);
      for (const span of stored.spans) if (isEntry(span)) this.#recentEntries.push(span);
      this.#takeOut(spans, roots);
      for (const { key } of faults) this.#drop(key);
    }
    this.#recentEntries = this.#recentEntries.slice(-this.#mostEntries);
  }

  #takeOut(spans: number, roots: number): void {
    const before = this.#takenOut;
    this.#takenOut = { spans: before.spans + spans, traces: before.traces + 1, roots: before.roots + roots };
  }

  #drop(key: string): void {
    const before = this.#dropped.get(key);
    if (before !== undefined || this.#dropped.size < MOST_FINDINGS) this.#dropped.set(key, (before ?? 0) + 1);
  }
}

function waits({ spans, isJudged }: StoredTrace): boolean {
  return !isJudged && !isWhole(spans);
}

function nextSlice(settled: StoredTrace[]): StoredTrace[] {
  const slice: StoredTrace[] = [];
  let spans = 0;
  while (spans < SLICE_SPANS) {
    const trace = settled.pop();
    if (!trace) break;
    slice.push(trace);
    spans += trace.spans.length;
  }
  return slice;
}

function* spansBeside(all: Iterable<StoredTrace>, own: ReadonlySet<StoredTrace>): Generator<FinishedSpan> {
  for (const trace of all) if (!own.has(trace)) yield* trace.spans;
}

function* concatenated(first: Iterable<FinishedSpan>, second: Iterable<FinishedSpan>): Generator<FinishedSpan> {
  yield* first;
  yield* second;
}
