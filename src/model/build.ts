import type {
  CallbackEvent,
  DependencyEvent,
  EndEvent,
  EnteredEvent,
  KeptCallEvent,
  LateWriteEvent,
  LogLineEvent,
  RawFrame,
  RunEvent,
  SentRequestEvent,
  SentTogetherEvent,
  SpawnedEvent,
  StartEvent,
  StarterId,
  TraceEvent,
  UnrecordedErrorEvent,
  WakeningEvent,
} from '../protocol/trace-event.js';
import { BlockLog } from './block-log.js';
import { ExportLog } from './export-log.js';
import { MessageLog } from './message-log.js';
import { RequestLog } from './request-log.js';
import { SetupLog } from './setup-log.js';
import { InstrumentationLog } from './instrumentation-log.js';
import {
  type CallbackFacts,
  type DroppedCallFacts,
  type CallbackNote,
  type DependencyNote,
  type KeptCallFacts,
  inLane,
  type Lane,
  type LateWrite,
  type LogLine,
  type MessageNote,
  type Span,
  type Spawned,
  type TextNote,
  type Trace,
  type TraceModel,
  type UserCheckpoint,
  type Wakening,
} from './types.js';

const NONE: readonly never[] = [];

/** Folds events into a model. Events of a lane come in their order; lanes may be interleaved. */
export class ModelBuilder {
  readonly #spans: Span[] = [];
  readonly #traces = new Map<string, Trace>();
  readonly #lanes: Lane[] = [];
  readonly #byNumber: (Span | undefined)[][] = [];
  readonly #orders: number[] = [];
  readonly #droppedCalls = new Map<string, DroppedCallFacts>();
  readonly #keptCalls = new Map<string, KeptCallFacts>();
  readonly #callbackFacts = new Map<string, CallbackFacts>();
  readonly #dependencyNotes = new Map<string, DependencyNote>();
  readonly #wakenings = new Map<string, Wakening>();
  readonly #settled = new Map<string, number>();
  readonly #entered = new Map<Span, readonly RawFrame[]>();
  readonly #checkpoints: UserCheckpoint[] = [];
  readonly #lateWrites: LateWrite[] = [];
  readonly #recordedErrors = new Set<string>();
  readonly #logLines: LogLine[] = [];
  readonly #requests = new RequestLog();
  readonly #awaitedTexts = new Set<string>();
  readonly #exports = new ExportLog();
  readonly #spawned = new Map<StarterId, Spawned>();
  readonly #blocks = new BlockLog((lane, number) => this.#span(lane, number));
  readonly #setup = new SetupLog();
  readonly #instrumentations = new InstrumentationLog();
  readonly #messages = new MessageLog((lane, number) => this.#span(lane, number));

  addLane(event: RunEvent): Lane {
    const lane: Lane = {
      index: this.#lanes.length,
      process: event.pid,
      thread: event.thread,
      node: event.node,
      origin: event.origin,
      startedBy: event.by ?? null,
      farewell: null,
      off: false,
      lostAfter: -1,
    };
    this.#lanes.push(lane);
    this.#byNumber.push([]);
    this.#orders.push(0);
    return lane;
  }

  add(lane: Lane, event: TraceEvent): void {
    switch (event.t) {
      case 's':
        this.#start(lane, event);
        break;
      case 'e':
        this.#end(lane, event);
        break;
      case 'ue':
        this.#failure(lane, event);
        break;
      case 'ur':
        this.#recordedErrors.add(inLane(lane, event.er));
        break;
      case 'lg':
        this.#logLine(lane, event);
        break;
      case 'lw':
        this.#lateWrite(lane, event);
        break;
      case 'f':
        this.#droppedCalls.set(inLane(lane, event.f), {
          site: event.at,
          promise: event.promise === 1,
          settledOrder: event.settled === 1 ? (this.#orders[lane.index] ?? 0) : 0,
        });
        break;
      case 'j':
        this.#keptCall(lane, event);
        break;
      case 'cb':
        this.#callbackFact(inLane(lane, event.i), event.fact, event.r);
        break;
      case 'd':
        this.#dependencyNote(lane, event);
        break;
      case 'wk':
        this.#wakening(lane, event);
        break;
      case 'hc':
        this.#requests.connected(lane, event);
        break;
      case 'hs':
        this.#sent(lane, event);
        break;
      case 'hp':
        this.#sentTogether(lane, event);
        break;
      case 'hr':
        this.#requests.receivedIn(lane, event);
        break;
      case 'c':
        this.#checkpoints.push({ label: event.label, traceId: event.tr, spanId: event.id, stack: event.st ?? NONE });
        break;
      case 'x':
        this.#settled.set(inLane(lane, event.x), this.#orders[lane.index] ?? 0);
        break;
      case 'en':
        this.#enteredSpan(lane, event);
        break;
      case 'port':
      case 'moved':
      case 'send':
      case 'served':
        this.#messages.add(lane, event);
        break;
      case 'tw':
        this.#awaitedTexts.add(inLane(lane, event.tx));
        break;
      case 'spawned':
        this.#spawnedBy(lane, event);
        break;
      case 'xp':
        this.#exports.processor(lane, event);
        break;
      case 'xu':
        this.#exports.unexported(lane, event);
        break;
      case 'bl':
        this.#blocks.add(lane, event, this.#orders[lane.index] ?? 0);
        break;
      case 'registered':
        this.#setup.registered(lane, event);
        break;
      case 'in':
        this.#instrumentations.told(lane, event);
        break;
      case 'ld':
        this.#instrumentations.loaded(lane, event);
        break;
      case 'withdrawn':
        this.#setup.withdrawn(lane, event.what);
        break;
      case 'unheard':
        this.#setup.unheardOf(event);
        break;
      case 'uf':
        for (const number of event.q) {
          const span = this.#span(lane, number);
          if (span) span.unfinished = true;
        }
        break;
      case 'off':
        lane.off = true;
        break;
      case 'bye':
        lane.farewell = { by: event.by, code: event.code, stack: event.st ?? NONE, active: this.#span(lane, event.a) };
        break;
      default:
        break;
    }
  }

  /** Something stood here that nobody can read any more. */
  lost(lane: Lane): void {
    lane.lostAfter = this.#orders[lane.index] ?? 0;
  }

  /** By its number in its lane. */
  spanOf(lane: Lane, number: number): Span | null {
    return this.#span(lane, number);
  }

  build(): TraceModel {
    resolveParents(this.#spans);
    return {
      spans: this.#spans,
      traces: [...this.#traces.values()],
      lanes: this.#lanes,
      droppedCalls: this.#droppedCalls,
      keptCalls: this.#keptCalls,
      callbackFacts: this.#callbackFacts,
      dependencyNotes: this.#dependencyNotes,
      wakenings: this.#wakenings,
      settledExecutions: this.#settled,
      entered: this.#entered,
      checkpoints: this.#checkpoints,
      lateWrites: this.#lateWrites,
      recordedErrors: this.#recordedErrors,
      logLines: this.#logLines,
      sentRequests: this.#requests.sent,
      sentTogether: this.#requests.together,
      receivedRequests: this.#requests.received,
      messages: this.#messages.joined(),
      awaitedTexts: this.#awaitedTexts,
      spawned: this.#spawned,
      pipelines: this.#exports.resolved(this.#spans),
      blocks: this.#blocks.resolved(this.#spans),
      registrations: this.#setup.registrations,
      unheard: this.#setup.unheard,
      instrumentations: this.#instrumentations.instrumentations,
      packages: this.#instrumentations.packages,
    };
  }

  #sent(lane: Lane, event: SentRequestEvent): void {
    const span = this.#span(lane, event.q);
    if (span) this.#requests.sentBy(span, event);
  }

  #sentTogether(lane: Lane, event: SentTogetherEvent): void {
    const client = this.#span(lane, event.q);
    if (client) this.#requests.sentTogether(client, event);
  }

  #enteredSpan(lane: Lane, { q, st }: EnteredEvent): void {
    const span = this.#span(lane, q);
    if (span) this.#entered.set(span, st);
  }

  #failure(lane: Lane, { q, r, er, n, w, st = NONE }: UnrecordedErrorEvent): void {
    const span = this.#span(lane, q);
    if (!span) return;
    span.failure = { rejected: r === 1, error: er ?? null, errorName: n ?? null, byWith: w === 1, stack: st };
  }

  #logLine(lane: Lane, { q, to, c, o, st = NONE }: LogLineEvent): void {
    this.#logLines.push({ lane, span: this.#span(lane, q), to, carriesTrace: c === 1, byConsole: o === 1, stack: st });
  }

  #lateWrite(lane: Lane, { q, m, st }: LateWriteEvent): void {
    const span = this.#span(lane, q);
    if (span) this.#lateWrites.push({ span, method: m, stack: st });
  }

  #spawnedBy(lane: Lane, { n, q, st }: SpawnedEvent): void {
    const span = this.#span(lane, q);
    if (span) this.#spawned.set(`${lane.process}-${lane.thread}-${n}`, { span, stack: st ?? NONE });
  }

  #span(lane: Lane, number: number | undefined): Span | null {
    return number === undefined ? null : (this.#byNumber[lane.index]?.[number] ?? null);
  }

  #nextOrder(lane: Lane): number {
    const order = (this.#orders[lane.index] ?? 0) + 1;
    this.#orders[lane.index] = order;
    return order;
  }

  #start(lane: Lane, event: StartEvent): void {
    const known = typeof event.p === 'number' ? this.#span(lane, event.p) : null;
    // A parent that a damaged line hides: its children have only each other.
    const lost = typeof event.p === 'number' && !known ? `#${lane.index}:${event.p}` : null;
    const trace = known?.trace ?? this.#trace(event.tr ?? lost ?? '', event.tr === undefined);
    const span: Span = {
      index: this.#spans.length,
      lane,
      number: event.q,
      trace,
      id: event.id,
      name: event.n,
      kind: event.kd ?? 0,
      scope: event.sc ?? null,
      parentId: known?.id ?? (typeof event.p === 'string' ? event.p : lost),
      // What is not known to be local is not judged as if it were.
      parentIsRemote: event.pr === 1 || lost !== null,
      parentMadeBy: event.pm ?? NONE,
      parent: known,
      source: event.c ?? 'a',
      links: event.l ?? NONE,
      recording: event.u !== 1,
      sampled: event.u === undefined,
      site: event.at ?? null,
      stack: event.st ?? null,
      startOrder: this.#nextOrder(lane),
      startTurn: event.k,
      startMs: event.ms,
      endOrder: 0,
      endTurn: 0,
      endMs: 0,
      endSite: null,
      endedFromElsewhere: false,
      wasClosing: false,
      unfinished: false,
      status: 0,
      failure: null,
      callback: event.cb ? this.#callback(lane, event.cb, event) : null,
      idle: this.#span(lane, event.ia),
      stale: event.lk ? { site: event.lk[0], instance: event.lk[1], run: event.lk[2] } : null,
      earlyContext: event.ec ? this.#earlyContext(lane, event.ec) : null,
      overwritten: event.sv ? this.#overwritten(lane, event.sv) : null,
      took: event.tk ? this.#taken(lane, event.tk) : null,
      leftBy: event.lf?.map(([number, pending]) => ({ number, pending: pending === 1 })) ?? NONE,
      underEntered: event.en === 1,
      keptCalls: event.mk ?? NONE,
      message: event.mg ? messageNote(event.mg) : null,
      wake: event.wk ? { wakening: event.wk[0], wait: event.wk[1] } : null,
      text: event.tx ? this.#text(lane, event.tx) : null,
      uncarried: this.#span(lane, event.nc),
      droppedCalls: event.cl ?? NONE,
      attributes: null,
    };
    this.#spans.push(span);
    trace.spans.push(span);
    const numbers = this.#byNumber[lane.index];
    if (numbers) numbers[event.q] = span;
    if (event.rq !== undefined) this.#requests.startedFor(span, event.rq);
  }

  #callback(lane: Lane, note: NonNullable<StartEvent['cb']>, { cr, ex }: StartEvent): CallbackNote | null {
    const work = this.#span(lane, note[2]);
    return (
      work && {
        site: note[0],
        instance: note[1],
        run: cr ?? 1,
        execution: ex ?? null,
        work,
        ran: this.#span(lane, note[3]),
        rootAsked: note[3] === -2,
        from: note[5] === 1 ? 'wait' : note[5] === 2 ? 'loop' : null,
        madeAfter: note[4],
      }
    );
  }

  #text(lane: Lane, [site, instance, from, ran, pulled, atOnce]: NonNullable<StartEvent['tx']>): TextNote | null {
    const work = this.#span(lane, from);
    if (!work) return null;
    return {
      site,
      instance,
      work,
      ran: this.#span(lane, ran),
      rootAsked: ran === -2,
      pulled: pulled === 1,
      atOnce: atOnce === 1,
    };
  }

  #earlyContext(lane: Lane, [site, number, stack]: NonNullable<StartEvent['ec']>): Span['earlyContext'] {
    const active = this.#span(lane, number);
    return active && { site, active, stack: stack ?? null };
  }

  #overwritten(lane: Lane, [site, number]: NonNullable<StartEvent['sv']>): Span['overwritten'] {
    const own = this.#span(lane, number);
    return own && { site, own };
  }

  #taken(lane: Lane, [site, number]: NonNullable<StartEvent['tk']>): Span['took'] {
    const work = this.#span(lane, number);
    return work && { site, work };
  }

  #keptCall(lane: Lane, { j, at, q, g }: KeptCallEvent): void {
    const key = inLane(lane, j);
    if (at !== undefined) this.#keptCalls.set(key, { site: at, awaitedBy: new Set(), group: null });
    const span = this.#span(lane, q);
    const call = this.#keptCalls.get(key);
    if (!span || !call) return;
    call.awaitedBy.add(span);
    call.group ??= g ?? null;
  }

  #callbackFact(instance: string, fact: CallbackEvent['fact'], run: number | undefined): void {
    const facts = this.#callbackFacts.get(instance) ?? {
      late: false,
      again: false,
      awaited: 0,
      awaitedRuns: new Set(),
    };
    if (fact !== 'awaited') facts[fact] = true;
    else {
      facts.awaited++;
      if (run !== undefined) facts.awaitedRuns.add(run);
    }
    this.#callbackFacts.set(instance, facts);
  }

  #dependencyNote(lane: Lane, { i, at, st, fact }: DependencyEvent): void {
    const key = inLane(lane, i);
    const note = this.#dependencyNotes.get(key) ?? { site: at, stack: NONE, late: false, again: false, awaitedAt: 0 };
    if (st) note.stack = st;
    if (fact === 'awaited') note.awaitedAt = this.#orders[lane.index] ?? 0;
    else if (fact) note[fact] = true;
    this.#dependencyNotes.set(key, note);
  }

  #wakening(lane: Lane, { i, q, st, d, at, to, of, by }: WakeningEvent): void {
    const key = inLane(lane, i);
    const known = this.#wakenings.get(key);
    if (!known) {
      const work = this.#span(lane, q);
      this.#wakenings.set(key, { work, stack: st ?? NONE, direct: d === 1, site: at ?? null, answers: [] });
    } else if (to !== undefined) {
      const order = this.#orders[lane.index] ?? 0;
      known.answers.push({ to: this.#span(lane, to), of: this.#span(lane, of), by: this.#span(lane, by), order });
    }
  }

  #end(lane: Lane, event: EndEvent): void {
    const span = this.#span(lane, event.q);
    if (span?.endOrder !== 0) return;
    span.endOrder = this.#nextOrder(lane);
    span.endTurn = event.k;
    span.endMs = event.ms;
    span.status = event.s ?? 0;
    span.endSite = event.at ?? null;
    span.endedFromElsewhere = event.x === 1;
    span.wasClosing = event.cz === 1;
    span.attributes = event.av ?? null;
  }

  #trace(id: string, isRest: boolean): Trace {
    let trace = this.#traces.get(id);
    if (!trace) {
      trace = { index: this.#traces.size, id, spans: [], isRest };
      this.#traces.set(id, trace);
    }
    return trace;
  }
}

function messageNote([port, n, atOnce, madePort, madeN]: NonNullable<StartEvent['mg']>): MessageNote {
  const madeIn = madePort === undefined || madeN === undefined ? null : { port: madePort, n: madeN };
  return { port, n, atOnce: atOnce === 1, madeIn };
}

/** Span ids are unique in a trace only. */
function inTrace(trace: Trace, id: string | null): string {
  return `${trace.index}:${id}`;
}

/** By id, where the recorder could not name the parent: it stands in another process's recording, or later in the same. */
function resolveParents(spans: readonly Span[]): void {
  const open = spans.filter((span) => span.parentId !== null && span.parent === null);
  if (open.length === 0) return;
  const traces = new Set(open.map((span) => span.trace));
  const byId = new Map<string, Span>();
  for (const span of spans) if (traces.has(span.trace)) byId.set(inTrace(span.trace, span.id), span);
  for (const span of open) {
    const parent = byId.get(inTrace(span.trace, span.parentId));
    if (parent && parent !== span) span.parent = parent;
  }
}
