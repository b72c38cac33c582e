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
  /** No code could be rewritten, so no witness has seen anything. */
  readonly bare?: 1;
  /** Which call of which recorded process has started this one, over however many others. */
  readonly by?: StarterId;
}

/** `<process>-<thread>-<how-manieth child of it>`. */
export type StarterId = string;

/** A place in rewritten code: `<module id>:<site index>`. */
export type SiteId = string;
/** A stack frame in user code, as V8 gave it: file, line, column (from 1). */
export type RawFrame = readonly [file: string, line: number, column: number];

/**
 * How the span came by its parent: the active context, a context that was passed, `root: true`, or nothing was found
 * where it was looked for (`n`: in a carrier).
 */
export type ContextSource = 'a' | 'e' | 'r' | 'n';

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
  /** Its context was made by hand, here. */
  readonly pm?: readonly RawFrame[];
  readonly kd?: number;
  /** Instrumentation scope. */
  readonly sc?: string;
  readonly c?: ContextSource;
  /** Number of the active span at the start, where it is not the parent. -1: none. */
  readonly a?: number;
  readonly l?: readonly (readonly [traceId: string, spanId: string])[];
  /** Not exported, as a sampler decided: not recording (1), or recorded and not sampled (2). */
  readonly u?: 1 | 2;
  readonly at?: SiteId;
  readonly st?: readonly RawFrame[];
  /**
   * Witness `callbacks`: site, instance, the span whose work it is, the span it ran in (-1: none; -2: the root context, which was asked for), and the number of
   * spans that had been started when the callback was made. For what was received in the middle of a function, 1: out of
   * a wait, 2: by a loop over what had been collected.
   */
  readonly cb?: readonly [site: SiteId, instance: number, work: number, ran: number, madeAfter: number, from?: 1 | 2];
  /** The promise that was not settled yet, in whose executor the callback was made. */
  readonly ex?: number;
  /** Which of the callback's runs in foreign contexts, if not the first. */
  readonly cr?: number;
  /**
   * Started in a context that was taken (site) before the span began that was active where it was passed on. With a
   * stack of where it was taken, if nothing but that tells whose it was.
   */
  readonly ec?: readonly [site: SiteId, active: number, stack?: readonly RawFrame[]];
  /** Calls that this root was started in and whose promise was kept, inner ones first. */
  readonly mk?: readonly number[];
  /** In a callback whose maker, the parent, had ended: site, instance, which of its runs since then. */
  readonly lk?: readonly [site: SiteId, instance: number, run: number];
  /** Its parent had ended: the calls made in it while it was open in which this flow began, inner ones first. 1: its promise is still pending. */
  readonly lf?: readonly (readonly [call: number, pending: 0 | 1])[];
  /** Its parent is there because of an \`enterWith\` that is still in force (`en`). */
  readonly en?: 1;
  /**
   * Witness `variables`: its context was made of what another flow had put into a variable. Where this flow had put
   * something there (site), and the span that it was.
   */
  readonly sv?: readonly [site: SiteId, own: number];
  /** What the loop took last in which it started: where an open span had handed it over, and that span. */
  readonly tk?: readonly [site: SiteId, work: number];
  /** Witness `activation`: the open span of this flow that nobody activated. */
  readonly ia?: number;
  /**
   * Witness `messages`: the port and number of the message in whose handling it started, 1 if in the turn in which the
   * message came, and port and number of the message in which the handler itself was made, if that is another.
   */
  readonly mg?: readonly [port: number, n: number, atOnce: 0 | 1, madePort?: number, madeN?: number];
  /**
   * Witness `texts`: in the handling of what a span had said elsewhere: where it was handed over, number of the handling,
   * the span, the span that was active when it came in (-1: none; -2: the root context, which was asked for), 1 if it was
   * fetched and not given to a handler, 1 if in the turn in which it came.
   */
  readonly tx?: readonly [site: SiteId, instance: number, work: number, ran: number, pulled: 0 | 1, atOnce: 0 | 1];
  /** Calls that this span was started in and whose result was dropped, inner ones first. */
  readonly cl?: readonly number[];
  /** Witness `wakers`: the wakening (`wk`) after which this root was started, and where its flow had waited. */
  readonly wk?: readonly [number: number, wait: SiteId | null];
  /** Witness `network`: the request that it was started for (`hr`), where it has no parent that was started in this file. */
  readonly rq?: number;
  /** A root only because there is no context manager: the open span that was asked to be active here. */
  readonly nc?: number;
  /** Written by the runner: the rest of its trace was dropped to make room, and something refers to it. */
  readonly stub?: 1;
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
  /** When its parent ended, all that it still had to do was to close what it had opened. */
  readonly cz?: 1;
  /** Its attributes, only where they were asked for. */
  readonly av?: SpanAttributes;
}

/**
 * The work that span `q` was made active for has failed, and the span ended and says nothing of that. It threw, or its promise
 * was rejected (`r`).
 */
export interface UnrecordedErrorEvent {
  readonly t: 'ue';
  readonly q: number;
  readonly r?: 1;
  /** Which error: the same one goes on through outer spans. */
  readonly er?: number;
  /** What it is called. */
  readonly n?: string;
  /** The work was given to `with`, and not to `startActiveSpan`. */
  readonly w?: 1;
  /** Where `with` was called, innermost user frame first. */
  readonly st?: readonly RawFrame[];
}

/** Error `er` was recorded as an exception of some span, after all. */
export interface RecordedErrorEvent {
  readonly t: 'ur';
  readonly er: number;
}

/**
 * Witness `log lines`: a logger wrote a line to `to` while span `q` was active; `c`: it carries a trace id; `o`: `console`
 * printed it. Told once of each place.
 */
export interface LogLineEvent {
  readonly t: 'lg';
  readonly q: number;
  readonly to: string;
  readonly c?: 1;
  readonly o?: 1;
  readonly st?: readonly RawFrame[];
}

/** Method `m` was called on span `q` by the user's code after it had ended. Told once of each span and place. */
export interface LateWriteEvent {
  readonly t: 'lw';
  readonly q: number;
  readonly m: string;
  readonly st: readonly RawFrame[];
}

/** Cut to a sensible length. */
export type SpanAttributes = Readonly<Record<string, AttributeValue>>;
type AttributeScalar = string | number | boolean | null;
export type AttributeValue = AttributeScalar | readonly AttributeScalar[];

/**
 * A call that `cl` or `lf` of a start names. `cl`: one whose result a statement drops; told again when that turns out to
 * be a promise. Or one whose promise is waited for together with others; told again when that promise is settled.
 */
export interface DroppedCallEvent {
  readonly t: 'f';
  readonly f: number;
  readonly at: SiteId;
  readonly promise?: 1;
  readonly settled?: 1;
}

/**
 * A call that `mk` of a start names (`at`), the span that awaits the promise that it made (`q`), and the `Promise.all`
 * in between, if that was early, too (`g`).
 */
export interface KeptCallEvent {
  readonly t: 'j';
  readonly j: number;
  readonly at?: SiteId;
  readonly q?: number;
  readonly g?: SiteId;
}

/**
 * What became known of a callback instance: it ran after the span in which it was made had ended (`late`), in foreign
 * contexts more than once (`again`), or did what its maker waits for (`awaited`).
 */
export interface CallbackEvent {
  readonly t: 'cb';
  readonly fact: 'late' | 'again' | 'awaited';
  readonly i: number;
  /** In which of its runs. */
  readonly r?: number;
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

/**
 * A flow outside of all spans went on after a wait, and then started one. Told with that (`q`: the open span that ended
 * the wait, if one did; `st`: the user's code that did it, `d` if by itself and not through
 * somebody else's code; `at`: the statement in whose course it was done), and
 * again when span `to` (-1: several) was done something that it waits for, in work on what span `of` had handed over,
 * and in the flow of root `by`.
 */
export interface WakeningEvent {
  readonly t: 'wk';
  readonly i: number;
  readonly q?: number;
  readonly st?: readonly RawFrame[];
  readonly d?: 1;
  readonly at?: SiteId;
  readonly to?: number;
  readonly of?: number;
  readonly by?: number;
}

/** Witness `network`: a connection that requests go or come on, as this end sees it: `<address>:<port>` of either end. */
export interface ConnectionEvent {
  readonly t: 'hc';
  readonly c: number;
  readonly own: string;
  readonly peer: string;
}

/** A request that left an open, active span. */
export interface SentRequestEvent {
  readonly t: 'hs';
  /** The span that was active when it was made. */
  readonly q: number;
  /** The connection that it went on, and its place among the requests there, from 1. */
  readonly c: number;
  readonly i: number;
  readonly ms: number;
  /** Method and host. */
  readonly to: string;
  /** It carried trace headers. Of those only a few are written for each place. */
  readonly h?: 1;
  readonly st?: readonly RawFrame[];
  /** Where nobody's code was on the stack: the call that had set it off. */
  readonly at?: SiteId;
}

/** Of several requests that left under one CLIENT span in one turn, in calls of their own: one. */
export interface SentTogetherEvent {
  readonly t: 'hp';
  /** The CLIENT span. */
  readonly q: number;
  readonly k: number;
  /** The calls of the user's in which it was sent, inner ones first. */
  readonly at: readonly SiteId[];
  /** The span was not active, but had been started beside in the same turn; or it was made active for each of them anew. */
  readonly beside?: 1;
}

/** A request that came, told with the first span that was started for it. */
export interface ReceivedRequestEvent {
  readonly t: 'hr';
  readonly rq: number;
  readonly c: number;
  readonly i: number;
  readonly ms: number;
  /** Path, without the query. */
  readonly u: string;
  /** The trace header that it carried: its name, and what it says. */
  readonly h?: readonly [name: string, traceId: string, spanId: string];
  /** `propagation.extract` was called for it. */
  readonly x?: 1;
}

/** One end of a channel, by its number in its thread. */
export interface PortEvent {
  readonly t: 'port';
  readonly i: number;
  /**
   * `worker`: the end that leads to the thread `to`, `parent` its other end; `child`: the end that leads to the process
   * `to`, `ipc` its other end; `pair`: one of two made together, `to` is the other; `got`: came with message `m` as its
   * port number `at`; `data`: came as port number `at` of the worker's data; `broadcast`: a member of the group `name`.
   */
  readonly k: 'worker' | 'parent' | 'child' | 'ipc' | 'pair' | 'got' | 'data' | 'broadcast';
  readonly to?: number;
  readonly m?: MessageId;
  readonly at?: number;
  readonly name?: string;
  readonly ms: number;
}

export type MessageId = readonly [port: number, n: number];

/** A port went to another thread, after `s` messages sent and `r` received: with message `m`, or with the data of worker `w`. */
export interface MovedEvent {
  readonly t: 'moved';
  readonly i: number;
  readonly s: number;
  readonly r: number;
  readonly at: number;
  readonly m?: MessageId;
  readonly w?: number;
}

/** The `n`-th message sent on a port, where it can matter. */
export interface SendEvent {
  readonly t: 'send';
  readonly i: number;
  readonly n: number;
  readonly ms: number;
  /** The open span whose work it is. */
  readonly q?: number;
  /** It was sent in the handling of this message. */
  readonly v?: MessageId;
  /** `q` is active only because the port was made there: nobody asked for it since the message came. */
  readonly wk?: 1;
  /** Innermost user frame first. */
  readonly st?: readonly RawFrame[];
  /** It carries what `q` had handed over here. */
  readonly at?: SiteId;
}

/** In the handling of what a span had said (`tx` of a start) something was done that this span waits for. */
export interface TextAwaitedEvent {
  readonly t: 'tw';
  readonly tx: number;
}

/** The `n`-th child of this thread is about to be started, in an open span, and without a channel to it. */
export interface SpawnedEvent {
  readonly t: 'spawned';
  readonly n: number;
  readonly q: number;
  readonly st?: readonly RawFrame[];
}

/** The `n`-th child of this thread is about to be started, and is a Node. */
export interface ChildEvent {
  readonly t: 'child';
  readonly n: number;
}

/** In the handling of message `m` something was served that span `q` waits for: a task of its was completed. */
export interface ServedEvent {
  readonly t: 'served';
  readonly m: MessageId;
  readonly q: number;
  /** Where `q` had handed the task over. */
  readonly st?: readonly RawFrame[];
}

/** `logContext(label)` in the user's code. */
export interface CheckpointEvent {
  readonly t: 'c';
  readonly label: string;
  readonly tr: string;
  readonly id: string;
  readonly st?: readonly RawFrame[];
}

/** The promise that `ex` of a start names is settled. */
export interface SettledEvent {
  readonly t: 'x';
  readonly x: number;
}

/** Span `q` was made active by an `enterWith`, or put into a storage of the app's own. */
export interface EnteredEvent {
  readonly t: 'en';
  readonly q: number;
  /** Innermost user frame first. */
  readonly st: readonly RawFrame[];
}

export interface ApiEvent {
  readonly t: 'api';
  readonly version: string;
  readonly file: string;
}

/** Something was registered with the API, or would have been. */
export interface RegisteredEvent {
  readonly t: 'registered';
  /** The API's own word: `trace`, `context`, `propagation`, `metrics`, `logs`, `diag`. */
  readonly what: string;
  readonly by: 'app' | 'doctor';
  /** Spans started in this file before it. */
  readonly after: number;
  /** Name of its class, and the module that the class comes from. */
  readonly name?: string;
  readonly file?: string;
  /** Version of the API copy that it was registered with. */
  readonly version?: string;
  /** The API did not take it: there was one already, or what there is was registered with another version of the API. */
  readonly refused?: 'taken' | 'version';
  readonly st?: readonly RawFrame[];
  /** Where no code of the user's was on the stack: what was being run. */
  readonly run?: RawFrame;
}

/** The app has taken away what it had registered. */
export interface WithdrawnEvent {
  readonly t: 'withdrawn';
  readonly what: 'trace';
}

/** The first span that was asked of an API copy which nobody listens to. Of later ones, only that they were. */
export interface UnheardEvent {
  readonly t: 'unheard';
  /** The module of the copy that holds its `trace`. */
  readonly file: string;
  readonly version?: string;
  /** The copy that the app's provider was registered with. */
  readonly heard?: readonly [version: string, file: string];
  /**
   * It refuses a slot of an older version or of another major one (`refuses`), its tracer was fetched before the
   * provider was registered with another copy (`early`), or the provider itself was refused (`refused`).
   */
  readonly why?: 'refuses' | 'early' | 'refused';
  readonly st?: readonly RawFrame[];
  /** The innermost frame outside of the API. */
  readonly by?: RawFrame;
}

/**
 * The thread did nothing else for `d` milliseconds, until `ms`: in the call at `at` or above `st`; `by`: in this call, which
 * waits; else it was computing (`cpu`; `about`: as far as the process tells, which has other threads).
 */
export interface BlockedEvent {
  readonly t: 'bl';
  /** The open span that was active. */
  readonly q?: number;
  readonly k: number;
  readonly ms: number;
  readonly d: number;
  readonly at?: SiteId;
  readonly st?: readonly RawFrame[];
  readonly by?: string;
  readonly cpu?: 1;
  readonly about?: 1;
  /** Open spans of the flow that did it. */
  readonly own?: readonly number[];
}

/** An instrumentation was enabled (`n`, `w`), disabled (`off`), or got a module to patch (`p`). */
export interface InstrumentationEvent {
  readonly t: 'in';
  readonly i: number;
  /** Its own name, which is also the scope of its spans. */
  readonly n?: string;
  /** The modules that it patches as a whole, in which versions, and 1 for Node's own. */
  readonly w?: readonly (readonly [module: string, versions: readonly string[], builtin: 0 | 1])[];
  /** Where it was enabled. */
  readonly st?: readonly RawFrame[];
  readonly off?: 1;
  readonly p?: string;
}

/** A package's main module, of CommonJS, was loaded. Only of packages that an instrumentation wants to patch. */
export interface PackageLoadedEvent {
  readonly t: 'ld';
  readonly n: string;
  readonly v: string;
  /** Packages that had been loaded before it. */
  readonly o: number;
  /** From where, where the user's code required it. */
  readonly st?: readonly RawFrame[];
}

/**
 * A span processor of the app's with an exporter behind it. Told again when it turns out that it chooses what it exports,
 * and at the end, if it got fewer spans than have ended.
 */
export interface ProcessorEvent {
  readonly t: 'xp';
  readonly x: number;
  /** Names of the classes of processor and exporter. */
  readonly by: readonly [processor: string, exporter: string];
  /** How many spans it exports at once, and after how many milliseconds, where it says so. */
  readonly size?: number;
  readonly delay?: number;
  /** Where it was registered, innermost user frame first. */
  readonly st?: readonly RawFrame[];
  readonly choosy?: 1;
  /** How many sampled spans it got in all. */
  readonly got?: number;
}

/**
 * Spans (ids) that processor `x` had got and that were not exported: `dropped`, as its queue was full; `waiting` in it when
 * the program left; or `sent`, and the exporter had not said that they had arrived.
 */
export interface UnexportedEvent {
  readonly t: 'xu';
  readonly x: number;
  readonly why: 'dropped' | 'waiting' | 'sent';
  readonly ids: readonly string[];
  /** What the queue held when it was full, and what it would have had to hold. */
  readonly limit?: number;
  readonly needed?: number;
}

/** An exporter of the app's was silenced because the user had asked for it. */
export interface MutedEvent {
  readonly t: 'muted';
  /** Name of its class. */
  readonly by: string;
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

/** When the program left, the work that these spans were made active for was not done. */
export interface UnfinishedEvent {
  readonly t: 'uf';
  readonly q: readonly number[];
}

/** Last line where the program could say good-bye. `by`: `process.exit` was called, or the program ran to its end. */
export interface ByeEvent {
  readonly t: 'bye';
  readonly code: number;
  /** `signal`: a signal's listener called `process.exit`. */
  readonly by: 'end' | 'exit' | 'crash' | 'signal';
  readonly k: number;
  readonly ms?: number;
  /** Where `process.exit` was called, and the span that was active there. */
  readonly st?: readonly RawFrame[];
  readonly a?: number;
}

export type TraceEvent =
  | RunEvent
  | StartEvent
  | EndEvent
  | LateWriteEvent
  | LogLineEvent
  | UnrecordedErrorEvent
  | RecordedErrorEvent
  | DroppedCallEvent
  | KeptCallEvent
  | CallbackEvent
  | DependencyEvent
  | WakeningEvent
  | ConnectionEvent
  | SentRequestEvent
  | SentTogetherEvent
  | ReceivedRequestEvent
  | PortEvent
  | MovedEvent
  | SendEvent
  | ServedEvent
  | SpawnedEvent
  | ChildEvent
  | TextAwaitedEvent
  | CheckpointEvent
  | EnteredEvent
  | SettledEvent
  | ApiEvent
  | RegisteredEvent
  | ProcessorEvent
  | UnexportedEvent
  | MutedEvent
  | BlockedEvent
  | WithdrawnEvent
  | UnheardEvent
  | InstrumentationEvent
  | PackageLoadedEvent
  | NoteEvent
  | OffEvent
  | UnfinishedEvent
  | ByeEvent;
