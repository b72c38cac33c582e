/**
 * What the recorder writes: one JSON object a line, short keys because there are two lines for each span.
 * Spans are named by `q`, their number within one recording file.
 */

/** First line of every recording file. */
export interface RunEvent {
  readonly t: 'run';
  readonly v: 1;
  readonly pid: number;
  readonly thread: number;
  readonly node: string;
  /** Milliseconds since the epoch to which all `ms` of this file are relative. */
  readonly origin: number;
}

/** A place in rewritten code: `<module id>:<site index>`. */
export type SiteId = string;
/** A stack frame in user code, as V8 gave it: file, line, column (from 1). */
export type RawFrame = readonly [file: string, line: number, column: number];

/** How the span came by its parent: the active context, a context that was passed, or `root: true`. */
export type ContextSource = 'a' | 'e' | 'r';

export interface StartEvent {
  readonly t: 's';
  readonly q: number;
  /** Turn of the event loop, counted by the recorder. */
  readonly k: number;
  readonly ms: number;
  readonly id: string;
  /** Trace id. Left out where `p` is a number: it is the parent's. */
  readonly tr?: string;
  readonly n: string;
  /** The parent: its number if it was started in this file, else its span id. */
  readonly p?: number | string;
  /** The parent is remote. */
  readonly pr?: 1;
  readonly kd?: number;
  /** Instrumentation scope. */
  readonly sc?: string;
  readonly c?: ContextSource;
  /** Number of the active span at the start, where it is not the parent. -1: none. */
  readonly a?: number;
  readonly l?: readonly (readonly [traceId: string, spanId: string])[];
  /** Not recording (dropped by a sampler). */
  readonly u?: 1;
  readonly at?: SiteId;
  readonly st?: readonly RawFrame[];
  /**
   * Witness `callbacks`: site, instance, the span whose work it is, the span it ran in (-1: none; -2: the root context, which was asked for), and the number of
   * spans that had been started when the callback was made.
   */
  readonly cb?: readonly [site: SiteId, instance: number, work: number, ran: number, madeAfter: number];
  /** Witness `activation`: the open span of this flow that nobody activated. */
  readonly ia?: number;
  /** Calls that this span was started in and whose result was dropped, inner ones first. */
  readonly cl?: readonly number[];
}

export interface EndEvent {
  readonly t: 'e';
  readonly q: number;
  readonly k: number;
  readonly ms: number;
  /** Status: 1 ok, 2 error. */
  readonly s?: number;
  /** It was not the active span when it was ended: its own flow had not come that far. */
  readonly x?: 1;
  readonly at?: SiteId;
}

/** A call that `cl` of a start names, whose result a statement drops; told again when that turns out to be a promise. */
export interface DroppedCallEvent {
  readonly t: 'f';
  readonly f: number;
  readonly at: SiteId;
  readonly promise?: 1;
}

/**
 * What became known of a callback instance: it ran after the span in which it was made had ended (`late`), in foreign
 * contexts more than once (`again`), or did what its maker waits for (`awaited`).
 */
export interface CallbackEvent {
  readonly t: 'cb';
  readonly fact: 'late' | 'again' | 'awaited';
  readonly i: number;
}

/**
 * A callback of a dependency's, seen to run in a foreign context and to start a span there. `i`: an instance that `cb`
 * of a start names: the dependency's own, or one of the user's that ran inside of it. `st`: the user's code that had
 * called into the dependency. `awaited`: after the spans that were started so far, it did what its maker waits for.
 */
export interface DependencyEvent {
  readonly t: 'd';
  readonly i: number;
  readonly at: SiteId;
  readonly st?: readonly RawFrame[];
  readonly fact?: 'late' | 'again' | 'awaited';
}

/** `logContext(label)` in the user's code. */
export interface CheckpointEvent {
  readonly t: 'c';
  readonly label: string;
  readonly tr: string;
  readonly id: string;
  readonly st?: readonly RawFrame[];
}

export interface ApiEvent {
  readonly t: 'api';
  readonly version: string;
  readonly file: string;
}

export interface RegisteredEvent {
  readonly t: 'registered';
  readonly what: string;
  readonly by: 'app' | 'doctor';
  /** Spans started in this file before it. */
  readonly after: number;
}

export interface NoteEvent {
  readonly t: 'note';
  readonly text: string;
}

/** The recorder switched itself off after an error of its own. */
export interface OffEvent {
  readonly t: 'off';
  readonly error: string;
}

/** Last line where the program could say good-bye. `by`: `process.exit` was called, or the program ran to its end. */
export interface ByeEvent {
  readonly t: 'bye';
  readonly code: number;
  /** `signal`: a signal's listener called `process.exit`. */
  readonly by: 'end' | 'exit' | 'crash' | 'signal';
  readonly k: number;
  /** Where `process.exit` was called, and the span that was active there. */
  readonly st?: readonly RawFrame[];
  readonly a?: number;
}

export type TraceEvent =
  | RunEvent
  | StartEvent
  | EndEvent
  | DroppedCallEvent
  | CallbackEvent
  | DependencyEvent
  | CheckpointEvent
  | ApiEvent
  | RegisteredEvent
  | NoteEvent
  | OffEvent
  | ByeEvent;
