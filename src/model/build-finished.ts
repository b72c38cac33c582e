import type { FinishedSpan, SpanOrigin } from '../protocol/finished-span.js';
import { CLIENT, SERVER } from '../protocol/span-kind.js';
import { ModelBuilder } from './build.js';
import type { Elsewhere } from './elsewhere.js';
import type { Lane, Span, Trace, TraceModel } from './types.js';

const NONE: readonly never[] = [];

/** Records with one and the same id are told apart up to here: with more, the id is nothing to find a parent by anyway. */
const TWINS_KEPT = 16;

/**
 * A model of spans that have ended, of one trace or of many: there is no order of events in it, only clocks, and no witness
 * was there. A record that is there twice, as exporters send again what was not acknowledged, counts once.
 */
export function buildFinished(records: Iterable<FinishedSpan>, elsewhere?: Elsewhere): TraceModel {
  const builder = new FinishedBuilder();
  for (const record of [...records].sort(byStart)) builder.add(record);
  const model = builder.build();
  return elsewhere ? { ...model, elsewhere } : model;
}

/** A span by itself, whose trace is not in the model. */
export function spanElsewhere(record: FinishedSpan, lane: Lane): Span {
  return finishedSpan(record, -1, { index: -1, id: record.traceId, spans: [], isRest: false }, lane);
}

function byStart(a: FinishedSpan, b: FinishedSpan): number {
  return (a.startMs ?? 0) - (b.startMs ?? 0);
}

class FinishedBuilder {
  readonly #spans: Span[] = [];
  readonly #traces = new Map<string, Trace>();
  readonly #lanes = new Map<string, Lane>();
  /** The records of each trace by span id: more than one where an id is there twice. */
  readonly #byId = new Map<Trace, Map<string, Span[]>>();
  readonly #sameIds: Span[] = [];

  add(record: FinishedSpan): void {
    const trace = this.#trace(record.traceId);
    const ids = this.#byId.get(trace) ?? new Map<string, Span[]>();
    this.#byId.set(trace, ids);
    const twins = ids.get(record.spanId) ?? [];
    if (twins.some(({ finished }) => finished !== undefined && isSame(finished, record))) return;
    const span = finishedSpan(record, this.#spans.length, trace, this.#lane(record.origin));
    if (twins.some((twin) => twin.finished && !areHalves(twin.finished, record))) this.#sameIds.push(span);
    if (twins.length < TWINS_KEPT) twins.push(span);
    ids.set(record.spanId, twins);
    this.#spans.push(span);
    trace.spans.push(span);
  }

  build(): TraceModel {
    for (const span of this.#spans) span.parent = this.#parentOf(span);
    return {
      ...new ModelBuilder().build(),
      spans: this.#spans,
      traces: [...this.#traces.values()],
      lanes: [...this.#lanes.values()],
      sameIds: this.#sameIds,
    };
  }

  /** Of several records with the parent's id, the one in the span's own process; else the server's half, the inner one. */
  #parentOf(span: Span): Span | null {
    const ids = this.#byId.get(span.trace);
    const half = ids?.get(span.id)?.find((other) => isServersHalf(span, other));
    if (half) return half;
    if (span.parentId === null) return null;
    const found = ids?.get(span.parentId) ?? [];
    return (
      found.find(({ lane }) => lane === span.lane) ?? found.find(({ kind }) => kind === SERVER) ?? found[0] ?? null
    );
  }

  #trace(id: string): Trace {
    let trace = this.#traces.get(id);
    if (!trace) {
      trace = { index: this.#traces.size, id, spans: [], isRest: false };
      this.#traces.set(id, trace);
    }
    return trace;
  }

  /** One for each process; where processes cannot be told apart, for each service. */
  #lane(origin: SpanOrigin): Lane {
    const key = JSON.stringify([origin.service, origin.process]);
    let lane = this.#lanes.get(key);
    if (!lane) {
      const index = this.#lanes.size;
      lane = {
        index,
        process: index + 1,
        thread: 0,
        node: '',
        origin: 0,
        startedBy: null,
        farewell: null,
        off: false,
        lostAfter: -1,
        madeBy: origin,
      };
      this.#lanes.set(key, lane);
    }
    return lane;
  }
}

/** Two processes that write the same span, each its own half, as Zipkin's do. */
function areHalves(a: FinishedSpan, b: FinishedSpan): boolean {
  if (a.isShared !== b.isShared) return true;
  return a.kind + b.kind === SERVER + CLIENT && a.kind !== b.kind && a.origin.service !== b.origin.service;
}

function isServersHalf(span: Span, other: Span): boolean {
  if (other === span || !span.finished || !other.finished || !areHalves(span.finished, other.finished)) return false;
  return span.finished.isShared || (span.kind === SERVER && !other.finished.isShared);
}

function isSame(a: FinishedSpan, b: FinishedSpan): boolean {
  return (
    a.name === b.name &&
    a.kind === b.kind &&
    a.startMs === b.startMs &&
    a.endMs === b.endMs &&
    a.parentId === b.parentId &&
    a.isShared === b.isShared &&
    a.origin.service === b.origin.service &&
    a.origin.process === b.origin.process
  );
}

function finishedSpan(record: FinishedSpan, index: number, trace: Trace, lane: Lane): Span {
  const startMs = record.startMs ?? record.endMs ?? 0;
  return {
    index,
    lane,
    number: index + 1,
    trace,
    id: record.spanId,
    name: record.name,
    kind: record.kind,
    scope: record.scope,
    parentId: record.parentId,
    parentIsRemote: record.parentIsRemote === true,
    parentMadeBy: NONE,
    parent: null,
    source: 'a',
    links: record.links,
    recording: true,
    sampled: true,
    site: null,
    stack: null,
    // All at once: what is asked of the order of events, nobody knows.
    startOrder: 1,
    startTurn: 0,
    startMs,
    endOrder: 1,
    endTurn: 0,
    endMs: record.endMs ?? startMs,
    endSite: null,
    endedFromElsewhere: false,
    wasClosing: false,
    calledIn: NONE,
    unfinished: false,
    status: record.status,
    failure: null,
    callback: null,
    idle: null,
    stale: null,
    earlyContext: null,
    overwritten: null,
    took: null,
    leftBy: NONE,
    underEntered: false,
    keptCalls: NONE,
    message: null,
    wake: null,
    text: null,
    uncarried: null,
    droppedCalls: NONE,
    attributes: null,
    finished: record,
  };
}
