import type { ContextSource, RawFrame, SiteId } from '../protocol/trace-event.js';

/** One thread of one process: its spans are ordered by what happened, not by clocks. */
export interface Lane {
  readonly index: number;
  readonly process: number;
  readonly thread: number;
  readonly node: string;
  /** Milliseconds since the epoch to which the times of this lane are relative. */
  readonly origin: number;
  /** How the program left, `null` where it could not say: killed from outside, or crashed hard. */
  farewell: Farewell | null;
  /** The recorder switched itself off here: what came later is not known. */
  off: boolean;
}

export interface Farewell {
  readonly by: 'end' | 'exit' | 'crash' | 'signal';
  readonly code: number;
  readonly stack: readonly RawFrame[];
  /** The span that was active when `process.exit` was called. */
  readonly active: Span | null;
}

export interface Trace {
  readonly index: number;
  readonly id: string;
  /** In the order of their starts. */
  readonly spans: Span[];
}

/** A callback of the user's ran under another span than the one it was made in. */
export interface CallbackNote {
  readonly site: SiteId;
  readonly instance: number;
  /** The span in which it was made. */
  readonly work: Span;
  /** The span in which it ran, `null` for none. */
  readonly ran: Span | null;
  /** It ran in the root context because somebody had asked for that. */
  readonly rootAsked: boolean;
  /** The number of spans that had been started in its thread when it was made. */
  readonly madeAfter: number;
}

export interface CallbackFacts {
  /** It ran after its maker had ended. */
  late: boolean;
  /** It ran in foreign contexts more than once. */
  again: boolean;
  /** Runs in which it did what its maker waits for: settled a promise of the maker's, or ended the maker. */
  awaited: number;
}

/** What became known of a dependency's callback, or of a user's callback that ran inside one. */
export interface DependencyNote {
  /** Where the dependency handed its callback over. */
  readonly site: SiteId;
  /** The user's code that had called into the dependency. Empty where no stack was taken. */
  stack: readonly RawFrame[];
  late: boolean;
  again: boolean;
  /** Position among the events of its lane where it last did what its maker waits for, 0 if it never did. */
  awaitedAt: number;
}

export interface Span {
  /** Position in `TraceModel.spans`. */
  readonly index: number;
  readonly lane: Lane;
  /** Its number among the spans of its lane, from 1. */
  readonly number: number;
  readonly trace: Trace;
  readonly id: string;
  readonly name: string;
  /** As in the API: INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER. */
  readonly kind: number;
  readonly scope: string | null;
  readonly parentId: string | null;
  readonly parentIsRemote: boolean;
  /** `null` where there is none or where it was not recorded. */
  parent: Span | null;
  readonly source: ContextSource;
  readonly links: readonly (readonly [traceId: string, spanId: string])[];
  readonly recording: boolean;
  readonly site: SiteId | null;
  readonly stack: readonly RawFrame[] | null;
  /** Position of the start among the events of its lane. */
  readonly startOrder: number;
  readonly startTurn: number;
  readonly startMs: number;
  /** 0 until it ended. */
  endOrder: number;
  endTurn: number;
  endMs: number;
  endSite: SiteId | null;
  /** Something else than its own flow ended it. */
  endedFromElsewhere: boolean;
  /** As in the API: unset, ok, error. */
  status: number;
  readonly callback: CallbackNote | null;
  /** The open span of the same flow that nobody had activated. */
  readonly idle: Span | null;
  /** Calls it was started in whose result was dropped, inner ones first. */
  readonly droppedCalls: readonly number[];
}

export interface TraceModel {
  readonly spans: readonly Span[];
  readonly traces: readonly Trace[];
  readonly lanes: readonly Lane[];
  /** Calls whose result a statement dropped. */
  readonly droppedCalls: ReadonlyMap<string, { readonly site: SiteId; readonly promise: boolean }>;
  /** What is known of callback instances. */
  readonly callbackFacts: ReadonlyMap<string, CallbackFacts>;
  /** Callback instances that are a dependency's, or ran inside one. */
  readonly dependencyNotes: ReadonlyMap<string, DependencyNote>;
  readonly checkpoints: readonly UserCheckpoint[];
}

/** A `logContext(label)` of the user's. */
export interface UserCheckpoint {
  readonly label: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly stack: readonly RawFrame[];
}

/** Keys of `droppedCalls`, `callbackFacts` and `dependencyNotes`: numbers are unique in a lane only. */
export function inLane(lane: Lane, number: number): string {
  return `${lane.index}:${number}`;
}
