import type { FaultGroup } from '../../diagnose.js';
import { hasEnded } from '../../model/questions/order.js';
import { inLane, type Span, type Trace, type TraceModel } from '../../model/types.js';
import type { Fault } from '../../rules/define-rule.js';
import type { Examples } from './examples.js';
import { referencesOf } from './references.js';
import type { Window } from './window.js';

/**
 * How much has to go. `healthy`: traces that are complete, and have no fault. `frequent`: also complete ones whose
 * faults have happened often before. `oldest`: whatever there is.
 */
export type Need = 'healthy' | 'frequent' | 'oldest';

/** Of a finding so many occurrences stay: as many as anybody would look at, and as few as a report lists. */
const OCCURRENCES_KEPT: Readonly<Record<Need, number>> = {
  healthy: Number.POSITIVE_INFINITY,
  frequent: 100,
  oldest: 20,
};

/** What is remembered from window to window, in one sweep over a recording. */
export interface Sweep {
  readonly need: Need;
  readonly examples: Pick<Examples, 'take'>;
  /** Occurrences that stay, by the key of their finding. */
  readonly kept: Map<string, number>;
}

export interface Choice {
  readonly spans: ReadonlySet<Span>;
  /** Faults that go with them, by the key of their finding. */
  readonly findings: ReadonlyMap<string, number>;
  /** Spans that go although their traces were not complete. */
  readonly unjudged: number;
}

/** Which spans of a window may go. */
export function chooseDropped(window: Window, groups: readonly FaultGroup[], sweep: Sweep): Choice {
  const { model } = window;
  const touched = touchedTraces(window);
  const faults = faultsByTrace(groups, sweep);
  const going = new Set<Trace>();
  const needed = neededTraces(model);
  for (const trace of model.traces) {
    // Examples have to be taken of all kinds, also of those that stay this time.
    const isExample = !trace.isRest && sweep.examples.take(trace, model);
    if (isExample || touched.has(trace) || needed.has(trace)) continue;
    // Of these nobody knows all.
    if ((trace.isRest || window.stubs.has(trace)) && sweep.need !== 'oldest') continue;
    if (trace.spans.every(hasEnded) && (faults.get(trace) ?? []).every(({ surplus }) => surplus)) going.add(trace);
  }
  keepTogether(going, faults);
  const spans = new Set<Span>();
  for (const trace of going) for (const span of trace.spans) spans.add(span);
  const judged = spans.size;
  if (sweep.need === 'oldest') addUnjudged(window, spans, needed, faults);
  return { spans, findings: findingsOf(groups, spans), unjudged: spans.size - judged };
}

/** Traces that go on in what is only looked at, or that are spoken of there. */
function touchedTraces({ touched, model }: Window): Set<Trace> {
  const traces = new Set<Trace>();
  for (const span of touched) {
    traces.add(span.trace);
    for (const other of referencesOf(span, model)) traces.add(other.trace);
  }
  return traces;
}

/**
 * The last of each lane: how long a process was at work is asked for. Callbacks that ran for several traces: two of them
 * show that. And those that the user's own checkpoints stand in, as far as these are listed.
 */
function neededTraces(model: TraceModel): Set<Trace> {
  const last = new Map<string, Span>();
  const ranIn = new Map<string, Set<Trace>>();
  for (const span of model.spans) {
    const lane = inLane(span.lane, 0);
    const before = last.get(lane);
    if (!before || span.endMs > before.endMs) last.set(lane, span);
    if (!span.callback) continue;
    const instance = inLane(span.lane, span.callback.instance);
    const traces = ranIn.get(instance) ?? new Set();
    if (traces.size < 2) ranIn.set(instance, traces.add(span.trace));
  }
  const ids = new Set(model.checkpoints.slice(0, CHECKPOINTS).map(({ traceId }) => traceId));
  const needed = new Set([...last.values()].map(({ trace }) => trace));
  for (const traces of ranIn.values()) if (traces.size > 1) for (const trace of traces) needed.add(trace);
  if (ids.size > 0) for (const trace of model.traces) if (ids.has(trace.id)) needed.add(trace);
  return needed;
}

/** As many as a report lists. */
const CHECKPOINTS = 100;

interface FaultOfTrace {
  readonly fault: Fault;
  /** It has happened often enough that this occurrence need not be shown. */
  readonly surplus: boolean;
}

/** By the traces that they are about: the span's own, and the one that it should have been in. */
function faultsByTrace(groups: readonly FaultGroup[], { need, kept }: Sweep): Map<Trace, FaultOfTrace[]> {
  const byTrace = new Map<Trace, FaultOfTrace[]>();
  for (const { key, faults } of groups) {
    for (const fault of faults) {
      const before = kept.get(key) ?? 0;
      const surplus = before >= OCCURRENCES_KEPT[need];
      if (!surplus) kept.set(key, before + 1);
      for (const trace of tracesOf(fault)) {
        const ofTrace = byTrace.get(trace);
        if (ofTrace) ofTrace.push({ fault, surplus });
        else byTrace.set(trace, [{ fault, surplus }]);
      }
    }
  }
  return byTrace;
}

function tracesOf({ span, expectedParent, contexts, shownBy = [] }: Fault): Set<Trace> {
  const traces = new Set([span.trace]);
  for (const other of shownBy) traces.add(other.trace);
  if (expectedParent) traces.add(expectedParent.trace);
  for (const one of contexts ?? []) if (one && 'trace' in one) traces.add(one.trace);
  return traces;
}

/** A fault goes with all traces that it is about, or stays. */
function keepTogether(going: Set<Trace>, faults: ReadonlyMap<Trace, readonly FaultOfTrace[]>): void {
  for (let before = -1; before !== going.size; ) {
    before = going.size;
    for (const trace of going) {
      const stays = faults.get(trace)?.some(({ fault }) => [...tracesOf(fault)].some((other) => !going.has(other)));
      if (stays) going.delete(trace);
    }
  }
}

/** Nothing else is left to go: also spans of traces that are not complete, the oldest there are. */
function addUnjudged(
  { model, touched }: Window,
  spans: Set<Span>,
  needed: ReadonlySet<Trace>,
  faults: ReadonlyMap<Trace, readonly FaultOfTrace[]>,
): void {
  for (const trace of model.traces) {
    if (needed.has(trace) || faults.get(trace)?.some(({ surplus }) => !surplus)) continue;
    for (const span of trace.spans) if (!touched.has(span)) spans.add(span);
  }
}

function findingsOf(groups: readonly FaultGroup[], spans: ReadonlySet<Span>): Map<string, number> {
  const findings = new Map<string, number>();
  for (const { key, faults } of groups) {
    const going = faults.reduce((sum, { span }) => sum + (spans.has(span) ? 1 : 0), 0);
    if (going > 0) findings.set(key, going);
  }
  return findings;
}
