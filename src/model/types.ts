import type { Elsewhere } from './elsewhere.js';
import type { Block } from './block-log.js';
import type { ExportPipeline } from './export-log.js';
import type { FinishedSpan, SpanOrigin } from '../protocol/finished-span.js';
import type {
  ContextSource,
  RawFrame,
  RegisteredEvent,
  SiteId,
  SpanAttributes,
  StarterId,
  UnheardEvent,
} from '../protocol/trace-event.js';

/** One thread of one process: its spans are ordered by what happened, not by clocks. */
export interface Lane {
  readonly index: number;
  readonly process: number;
  readonly thread: number;
  readonly node: string;
  /** Milliseconds since the epoch to which the times of this lane are relative. */
  readonly origin: number;
  /** The call by which another recorded process has started this one, `null` where none has. */
  readonly startedBy: StarterId | null;
  /** How the program left, `null` where it could not say: killed from outside, or crashed hard. */
  farewell: Farewell | null;
  /** The recorder switched itself off here: what came later is not known. */
  off: boolean;
  /** After which of its events lines of it were lost last, -1: none were. What was open then may have ended unseen. */
  lostAfter: number;
  /** Who made its spans, where they come from a file. */
  readonly madeBy?: SpanOrigin;
}

export interface Farewell {
  /** `running`: it was still there when the program had ended. */
  readonly by: 'end' | 'exit' | 'crash' | 'signal' | 'running';
  readonly code: number;
  readonly stack: readonly RawFrame[];
  /** The span that was active when `process.exit` was called. */
  readonly active: Span | null;
  /** What has ended, where it is not the thread: `the recorded function`. */
  readonly who?: string;
}

export interface Trace {
  readonly index: number;
  readonly id: string;
  /** In the order of their starts. */
  readonly spans: Span[];
  /** Nobody knows its id: it is the rest of one whose beginning is not in the recording. */
  readonly isRest: boolean;
}

/** A callback of the user's ran under another span than the one it was made in. */
export interface CallbackNote {
  readonly site: SiteId;
  readonly instance: number;
  /** Which of its runs in foreign contexts, from 1. */
  readonly run: number;
  /** The promise in whose executor it was made, and which was not settled yet. */
  readonly execution: number | null;
  /** The span in which it was made. */
  readonly work: Span;
  /** The span in which it ran, `null` for none. */
  readonly ran: Span | null;
  /** It ran in the root context because somebody had asked for that. */
  readonly rootAsked: boolean;
  /** It was received in the middle of a function: out of a wait, or by a loop over what had been collected. */
  readonly from: 'wait' | 'loop' | null;
  /** The number of spans that had been started in its thread when it was made. */
  readonly madeAfter: number;
}

export interface StaleNote {
  readonly site: SiteId;
  readonly instance: number;
  /** Which of its runs since its maker ended, from 1. */
  readonly run: number;
}

export interface Taken {
  /** Where the span handed it over. */
  readonly site: SiteId;
  readonly work: Span;
}

export interface EarlyContext {
  /** Where it was taken. */
  readonly site: SiteId;
  /** The span that was active where it was passed on. */
  readonly active: Span;
  /** From where it was taken, if only that tells whether it was taken for this span. */
  readonly stack: readonly RawFrame[] | null;
}

/** What a flow had put into a variable, before another one did. */
export interface Overwritten {
  /** Where. */
  readonly site: SiteId;
  readonly own: Span;
}

/** A call in a span that left something behind which ran on after the span's end. */
export interface LeavingCall {
  readonly number: number;
  /** Its promise had not been settled when the late span started. */
  readonly pending: boolean;
}

export interface KeptCallFacts {
  readonly site: SiteId;
  readonly awaitedBy: Set<Span>;
  /** The `Promise.all` that put it together with others. */
  group: SiteId | null;
}

export interface CallbackFacts {
  /** It ran after its maker had ended. */
  late: boolean;
  /** It ran in foreign contexts more than once. */
  again: boolean;
  /** Runs in which it did what its maker waits for: settled a promise of the maker's, or ended the maker. */
  awaited: number;
  /** Which runs those were. */
  readonly awaitedRuns: Set<number>;
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

/** What a flow outside of all spans did between two waits at one place, if it started a span. */
export interface Wakening {
  /** The span that ended the wait, `null` where none did. */
  readonly work: Span | null;
  /** Where that was done, innermost user frame first. */
  readonly stack: readonly RawFrame[];
  /** The statement in whose course it was done, `null` if it is not known. */
  readonly site: SiteId | null;
  /** The innermost frame itself settled what was waited for, not somebody else's code that it called. */
  readonly direct: boolean;
  readonly answers: WakeningAnswer[];
}

/** Somebody was done something that they wait for. */
export interface WakeningAnswer {
  /** `null`: several. */
  readonly to: Span | null;
  /** In work on what this span had handed over, where that is known. */
  readonly of: Span | null;
  /** The last root that had been started in the flow that did it, where that is known. */
  readonly by: Span | null;
  /** After which event of the lane. */
  readonly order: number;
}

/** The message in whose handling a span started. */
export interface MessageNote {
  readonly port: number;
  readonly n: number;
  /** In the turn in which the message came. */
  readonly atOnce: boolean;
  /** The message in whose handling the handler was made, if that is another one. */
  readonly madeIn: { readonly port: number; readonly n: number } | null;
}

/** What came in without its context, and says what a span had said elsewhere. */
export interface TextNote {
  /** Where it was handed over. */
  readonly site: SiteId;
  readonly instance: number;
  readonly work: Span;
  /** What was active when it came in, `null` for nothing. */
  readonly ran: Span | null;
  /** It came in in the root context because somebody had asked for that. */
  readonly rootAsked: boolean;
  /** It was fetched, and not given to a handler. */
  readonly pulled: boolean;
  /** In the turn in which it came in. */
  readonly atOnce: boolean;
}

export interface Served {
  readonly span: Span;
  /** Where it had handed the task over. */
  readonly stack: readonly RawFrame[] | null;
}

/** A message as its sender saw it. */
export interface Sending {
  readonly lane: Lane;
  /** The sender's end of the channel, and its number there. */
  readonly port: number;
  readonly n: number;
  readonly ms: number;
  /** Between processes, not between threads. */
  readonly acrossProcesses: boolean;
  /** The open span in which it was sent, `null` for none. */
  readonly span: Span | null;
  /** `span` was active only because the port was made there. */
  readonly weak: boolean;
  readonly stack: readonly RawFrame[] | null;
  /** It carries what `span` had handed over here. */
  readonly site: SiteId | null;
  /** It was sent in the handling of this message, which its own lane had received. */
  readonly answers: { readonly port: number; readonly n: number } | null;
  /** Its answer completed tasks that these spans wait for. */
  readonly servedFor: Served[];
}

export interface Messages {
  /** The sender's side of the `n`-th message that a lane received at a port of it. */
  sendingOf(lane: Lane, port: number, n: number): Sending | null;
  readonly sendings: readonly Sending[];
}

/** A process that a span started, without a channel to it. */
export interface Spawned {
  readonly span: Span;
  /** Empty where no stack was taken. */
  readonly stack: readonly RawFrame[];
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
  /** Where the parent's context was made by hand, innermost user frame first; empty: it was not, or nobody saw it. */
  readonly parentMadeBy: readonly RawFrame[];
  /** `null` where there is none or where it was not recorded. */
  parent: Span | null;
  readonly source: ContextSource;
  readonly links: readonly (readonly [traceId: string, spanId: string])[];
  readonly recording: boolean;
  /** It goes to the exporters: recorded spans need not. */
  readonly sampled: boolean;
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
  /** When its parent ended, all that it still had to do was to close what it had opened. */
  wasClosing: boolean;
  /** When the program left, the work that it was made active for was not done. */
  unfinished: boolean;
  /** As in the API: unset, ok, error. */
  status: number;
  /** The work that it was made active for has failed, of which it says nothing. */
  failure: Failure | null;
  readonly callback: CallbackNote | null;
  /** The open span of the same flow that nobody had activated. */
  readonly idle: Span | null;
  /** The callback in which it was started, whose maker (its parent) had ended. */
  readonly stale: StaleNote | null;
  /** Its parent had ended: the calls made in it while it was open in which this flow began, inner ones first. */
  readonly leftBy: readonly LeavingCall[];
  /** Its parent is there because of an `enterWith` that is still in force. */
  readonly underEntered: boolean;
  /** The context it was started in was taken before that span began, and passed on inside it. */
  readonly earlyContext: EarlyContext | null;
  /** The context it was started in was made of a variable in which its own flow had kept another span. */
  readonly overwritten: Overwritten | null;
  /** Of a root: what the loop took last in which it was started, if an open span had handed it over. */
  readonly took: Taken | null;
  /** Calls it was started in whose promise was kept, inner ones first. Only of roots. */
  readonly keptCalls: readonly number[];
  readonly message: MessageNote | null;
  /** Of a root: the wakening after which it was started, and where its flow had waited. */
  readonly wake: { readonly wakening: number; readonly wait: SiteId | null } | null;
  readonly text: TextNote | null;
  /** As they were at its end, where they were asked for. */
  attributes: SpanAttributes | null;
  /** The open span that was asked to be active where it started, and was not, for want of a context manager. */
  readonly uncarried: Span | null;
  /** Calls it was started in whose result was dropped, inner ones first. */
  readonly droppedCalls: readonly number[];
  /** As it was read, where it comes from a file. */
  readonly finished?: FinishedSpan;
}

/** Work failed, and its span says nothing of that. */
export interface Failure {
  /** The promise of the work was rejected; else the work threw. */
  readonly rejected: boolean;
  /** The same one goes on through outer spans. `null` where nobody saw it. */
  readonly error: number | null;
  readonly errorName: string | null;
  /** The work was given to `with`: what became of the error there is not known. */
  readonly byWith: boolean;
  /** Where `with` was called, innermost user frame first. */
  readonly stack: readonly RawFrame[];
}

/** A place in the user's code from where a line of a log came while a span was active. */
export interface LogLine {
  readonly lane: Lane;
  /** `null`: it is not in the recording any more. */
  readonly span: Span | null;
  /** `stdout`, `stderr`, or `a file`. */
  readonly to: string;
  readonly carriesTrace: boolean;
  readonly byConsole: boolean;
  /** Innermost user frame first; empty of lines that carry a trace id. */
  readonly stack: readonly RawFrame[];
}

/** Something was written to a span, or it was ended again, after its end. */
export interface LateWrite {
  readonly span: Span;
  /** `setAttribute`, `end`, … */
  readonly method: string;
  /** Innermost user frame first. */
  readonly stack: readonly RawFrame[];
}

export interface DroppedCallFacts {
  readonly site: SiteId;
  readonly promise: boolean;
  /** When the promise that others waited for was settled, 0 if it was not. */
  readonly settledOrder: number;
}

/** Something was registered with the API, or would have been. */
export interface Registration {
  readonly lane: Lane;
  /** The API's own word: `trace`, `context`, `propagation`, … */
  readonly what: string;
  readonly by: RegisteredEvent['by'];
  readonly refused: NonNullable<RegisteredEvent['refused']> | null;
  /** Spans that had been started in its thread before. */
  readonly after: number;
  readonly className: string | null;
  /** Version of the API copy that it was registered with. */
  readonly version: string | null;
  readonly stack: readonly RawFrame[];
  /** The app took it away again. */
  withdrawn: boolean;
}

/** A copy of the API, known by the module that holds its `trace`. */
export interface ApiCopy {
  readonly version: string;
  readonly file: string;
}

/** A copy of the API that spans were asked of, and that nobody listens to. */
export interface UnheardApi extends ApiCopy {
  readonly why: NonNullable<UnheardEvent['why']>;
  /** The copy that the app's provider was registered with. */
  readonly heard: ApiCopy;
  /** How many spans. */
  spans: number;
  /** Where the first of them was asked for, and the innermost frame there that is none of the API's. */
  readonly stack: readonly RawFrame[];
  readonly asker: RawFrame | null;
}

/** An instrumentation that was enabled. */
export interface Instrumentation {
  readonly lane: Lane;
  /** The scope of its spans. */
  readonly name: string;
  /** The modules that it patches as a whole, in which versions. */
  readonly wants: readonly {
    readonly module: string;
    readonly versions: readonly string[];
    readonly builtin: boolean;
  }[];
  /** Those that came by. */
  readonly patched: Set<string>;
  /** Still so at the end. */
  enabled: boolean;
  /** Among what was told of instrumentations and packages. */
  readonly order: number;
  readonly stack: readonly RawFrame[];
}

/** A package that some instrumentation wants to patch. */
export interface LoadedPackage {
  readonly lane: Lane;
  readonly name: string;
  readonly version: string;
  readonly order: number;
  /** Packages that had been loaded before it. */
  readonly rank: number;
  /** Where the user's code required it. Empty where it was imported, or where somebody else loaded it. */
  readonly stack: readonly RawFrame[];
}

export interface TraceModel {
  readonly spans: readonly Span[];
  readonly traces: readonly Trace[];
  readonly lanes: readonly Lane[];
  /** Calls whose result a statement dropped, or was waited for together with others, and those that left something behind. */
  readonly droppedCalls: ReadonlyMap<string, DroppedCallFacts>;
  /** Calls whose promise was kept, and the spans that awaited it. */
  readonly keptCalls: ReadonlyMap<string, KeptCallFacts>;
  /** What is known of callback instances. */
  readonly callbackFacts: ReadonlyMap<string, CallbackFacts>;
  /** Callback instances that are a dependency's, or ran inside one. */
  readonly dependencyNotes: ReadonlyMap<string, DependencyNote>;
  readonly wakenings: ReadonlyMap<string, Wakening>;
  /** Promises that spans' callbacks were made for: position among the events of its lane where each was settled. */
  readonly settledExecutions: ReadonlyMap<string, number>;
  /** Spans that an `enterWith` made active, and from where that was called. */
  readonly entered: ReadonlyMap<Span, readonly RawFrame[]>;
  readonly checkpoints: readonly UserCheckpoint[];
  readonly lateWrites: readonly LateWrite[];
  /** Errors (`Failure#error`, by lane) that some span tells of. */
  readonly recordedErrors: ReadonlySet<string>;
  readonly logLines: readonly LogLine[];
  readonly sentRequests: readonly SentRequest[];
  readonly sentTogether: readonly SentTogether[];
  readonly receivedRequests: readonly ReceivedRequest[];
  readonly messages: Messages;
  /** Handlings (`TextNote#instance`, by lane) in which something was done that the sender waits for. */
  readonly awaitedTexts: ReadonlySet<string>;
  readonly spawned: ReadonlyMap<StarterId, Spawned>;
  /** The app's own span processors with an exporter, of all lanes. */
  readonly pipelines: readonly ExportPipeline[];
  /** When threads did nothing else for a while. */
  readonly blocks: readonly Block[];
  readonly registrations: readonly Registration[];
  readonly unheard: readonly UnheardApi[];
  readonly instrumentations: readonly Instrumentation[];
  readonly packages: readonly LoadedPackage[];
  /** Records with the id of another one of their trace that say something else. Only of files. */
  readonly sameIds?: readonly Span[];
  /** Of what else was read. Only where that is not in the model. */
  readonly elsewhere?: Elsewhere;
}

/** Requests that left under one CLIENT span in one turn, each in a call of its own. */
export interface SentTogether {
  readonly client: Span;
  readonly turn: number;
  /** The calls in their order: each with those that it was made in, inner ones first. */
  readonly calls: (readonly SiteId[])[];
  /** The span was not active, or was made so for each of them. */
  beside: boolean;
}

/** A request that left an open, active span. */
export interface SentRequest {
  readonly from: Span;
  /** Names the exchange: both ends give it the same name. Ports are used again, so two exchanges may share one. */
  readonly exchange: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Method and host. */
  readonly target: string;
  /** It carried trace headers. Of those only a few are known of each place. */
  readonly traced: boolean;
  /** Innermost user frame first. */
  readonly stack: readonly RawFrame[];
  /** Where there is none: the call that had set it off. */
  readonly site: SiteId | null;
}

/** A request that came, and for which spans were started. */
export interface ReceivedRequest {
  /** `null` where the connection has no addresses. */
  readonly exchange: string | null;
  readonly atMs: number;
  readonly path: string;
  /** The trace header that it carried. */
  readonly header: { readonly name: string; readonly traceId: string; readonly spanId: string } | null;
  /** Somebody tried to read its trace header. */
  readonly extracted: boolean;
  /** Those without a parent that was started in the same thread, in the order of their starts. */
  readonly spans: Span[];
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
