import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span } from './otel.js';
import type { SpanRecord } from './span-records.js';
import type { EarlyContext } from './witnesses/contexts.js';
import type { Shared } from './witnesses/shared-variables.js';
import type { Wakening } from './witnesses/wakers.js';

/** Somebody asked for this span to be active, in a flow where `outer` was asked for before. */
export interface Asked {
  readonly span: Span | undefined;
  readonly record: SpanRecord | undefined;
  readonly outer: Asked | undefined;
  /** It was asked for with a context that had been taken too early. */
  readonly early: EarlyContext | undefined;
}

/** The wait for a promise, whose executor a flow is in. */
export interface Execution {
  readonly maker: SpanRecord;
  /** Its number in the recording, 0 until a span started in a callback that its executor made. */
  number: number;
  settled: boolean;
}

/** A callback runs under another span than the one it was made in. */
export interface Shadow {
  readonly site: string;
  readonly instance: number;
  /** Which of its runs in foreign contexts, from 1. */
  readonly run?: number;
  /** The wait in whose executor it was made. */
  readonly execution?: Execution | undefined;
  /** Whose work it is. */
  readonly work: SpanRecord;
  /** Spans started before the callback was made. */
  readonly madeAfter: number;
  /** What was active when it ran. */
  readonly ran: Span | undefined;
  /** For what was received, and not made, in the work: how. */
  readonly from: ReceivedFrom | undefined;
  /** What had been asked for when it ran. Where something else has been since, the flow is where it should be. */
  readonly asked: Asked | undefined;
  /** The run of a dependency's callback that lost the work: this one, or one that this one runs in. */
  readonly dependency: LosingRun | undefined;
  /** The run of another callback of the same work's that this one runs in: what this one does, that one led to. */
  readonly within: Shadow | undefined;
  readonly depth: number;
}

export interface ReceivedFrom {
  readonly site: string;
  /** `call`: as an argument. `batch`: in a loop over an array that was one. `loop`: over what was collected otherwise. */
  readonly by: 'call' | 'wait' | 'loop' | 'batch';
}

/** One run of a dependency's callback in a foreign context. */
export interface LosingRun {
  /** The callback's number in the recording. Its own shadow has it, that of a user's callback in the run another. */
  readonly instance: number;
  /** A span has started in it, and is going to be told with this instance. */
  spanStarted(instance: number): void;
  /** What the maker waits for was done in it. */
  waitedFor(): void;
}

/** A span that was started in this flow and is not (yet) active. */
export interface Idle {
  readonly record: SpanRecord;
  readonly parent: Span | undefined;
  readonly site: string;
  readonly outer: Idle | undefined;
}

/** A call whose result is dropped, while it runs and in all that it starts. */
export interface DroppedCall {
  readonly site: string;
  readonly span: Span | undefined;
  readonly outer: DroppedCall | undefined;
  readonly depth: number;
  /** Its number in the recording, 0 until a span started in it. */
  number: number;
  promise: boolean;
  /** What waits for its promises, together with others, may stop doing so. Empty until it has returned them. */
  together: readonly WeakRef<Promise<unknown>>[] | undefined;
  /** They have all been settled. */
  settled: boolean;
  /** Among all calls that are marked: of those that a flow is in, the later ones are the inner ones. */
  readonly order: number;
  /** Its span was open when it was made. */
  readonly open: boolean;
  result: WeakRef<Promise<unknown>> | undefined;
}

/** A call in an open span that keeps or awaits what it returns, while it runs and in all that it starts. */
export interface SpanCall {
  readonly site: string;
  readonly span: Span;
  readonly outer: SpanCall | undefined;
  readonly depth: number;
  /** Its number in the recording, 0 until something is told of it. */
  number: number;
  readonly order: number;
  result: WeakRef<Promise<unknown>> | undefined;
}

/** A call whose result is kept, while it runs and in all that it starts. */
export interface KeptCall {
  readonly site: string;
  readonly span: Span | undefined;
  /** Spans started before it. */
  readonly madeAfter: number;
  readonly outer: KeptCall | undefined;
  readonly depth: number;
  /** Its number in the recording, 0 until something is told of it. */
  number: number;
}

/** A callback runs, time and again, in the context of a span that has long ended. */
export interface Stale {
  readonly site: string;
  readonly instance: number;
  /** Which of its runs since the span ended, from 1. */
  readonly run: number;
  readonly span: Span;
  /** The flow that brought it to run, which need not be the one that it was made in. */
  readonly flow: Frame | undefined;
}

/** A request that came over the network, in the flow in which it is served. */
export interface Exchange {
  /** `propagation.extract` was called for it. */
  extracted: boolean;
  /** It has not been answered yet. */
  isOpen(): boolean;
  /** Its number in the recording, written with the first call; none once it was answered. */
  number(): number | undefined;
}

/** A message whose handling a flow is. Ports are numbered in their thread, messages on their port. */
export interface MessageMark {
  readonly port: number;
  readonly n: number;
  /** Turn of the event loop in which it was received. */
  readonly turn: number;
  /** What had been asked for when it came. Where something else has been since, the flow is where it should be. */
  readonly asked: Asked | undefined;
  /** The message in whose handling the handler was made, where that is another one. */
  readonly madeIn: MessageMark | undefined;
}

/** A flow outside of all spans goes on after a wait, until it has waited at the same place again. */
export interface Wake {
  readonly wakening: Wakening;
  /** Where it had waited; `null`: in code that is not rewritten. */
  readonly site: string | null;
  /** The last root that was started since, in this very flow. */
  readonly root?: SpanRecord;
}

/** A flow handles what a span had said elsewhere: a message that came without its context. */
export interface TextMark {
  /** Where it was handed over. */
  readonly site: string;
  /** Its number in the recording. */
  readonly instance: number;
  /** Whose work it is. */
  readonly work: SpanRecord;
  /** What was active when it came in. */
  readonly ran: Span | undefined;
  /** It came in in the root context because somebody had asked for that. */
  readonly rootAsked: boolean;
  /** What had been asked for when it came in. Where something else has been since, the flow is where it should be. */
  readonly asked: Asked | undefined;
  /** The place that took it, where that takes one after the other. */
  readonly wait: string | undefined;
  /** It was fetched, and not given to a handler. */
  readonly pulled: boolean;
  /** Turn of the event loop in which it came in. */
  readonly turn: number;
  /** The how-manieth it is that came in of what was handed over there, if spans are counted once that say more in a row. */
  readonly nth: number;
}

/** What the recorder knows of a flow of work, beside OpenTelemetry's own context. */
export interface Frame {
  readonly asked: Asked | undefined;
  readonly shadow: Shadow | undefined;
  readonly call: DroppedCall | undefined;
  readonly idle: Idle | undefined;
  readonly stale: Stale | undefined;
  readonly kept: KeptCall | undefined;
  readonly spanCall?: SpanCall | undefined;
  readonly execution?: Execution | undefined;
  readonly exchange: Exchange | undefined;
  readonly message?: MessageMark | undefined;
  /** What a callback got in one array, and whose each of it is. */
  readonly batch?: ReadonlyMap<unknown, Handed> | undefined;
  /** A callback runs in the flow where it was made: the run of another one that led to it. */
  readonly ledBy?: Shadow | undefined;
  readonly wake?: Wake | undefined;
  readonly text?: TextMark | undefined;
  /** The last context that was looked for in a carrier which held none. */
  readonly looked?: Context | undefined;
  /** What the flow has put into a variable that it shares with others. */
  readonly shared?: Shared | undefined;
  /** What a loop that no span is active in took last that an open span had handed over. */
  readonly took?: Handed | undefined;
}

/** Something that a span handed to other code. */
export interface Handed {
  readonly site: string;
  readonly instance: number;
  readonly madeAfter: number;
  /** `undefined`: several spans handed it on, so it says nothing. */
  readonly work: SpanRecord | undefined;
}

/** Did somebody leave the maker's context on purpose, in a flow that comes from the maker? */
export function askedFrom(work: SpanRecord, frame: Frame | undefined): boolean {
  for (let asked = frame?.asked; asked; asked = asked.outer) if (asked.record === work) return true;
  return false;
}

/** The callback run that a flow is in, unless the context was changed on purpose since. */
export function lostIn(frame: Frame | undefined): Shadow | undefined {
  const shadow = frame?.shadow;
  return shadow && shadow.asked === frame.asked ? shadow : undefined;
}

/** A run of a callback of this work's in a flow: within which other runs of the same work's it is. */
export function placeWithin(work: SpanRecord, frame: Frame | undefined): Pick<Shadow, 'within' | 'depth'> {
  const around = frame?.shadow;
  if (around?.work !== work || around.depth >= MAX_CHAIN) return { within: undefined, depth: 1 };
  return { within: around, depth: around.depth + 1 };
}

export const EMPTY_FRAME: Frame = {
  kept: undefined,
  asked: undefined,
  shadow: undefined,
  call: undefined,
  idle: undefined,
  stale: undefined,
  exchange: undefined,
};

/** Chains are cut here: a loop that never ends its spans must not grow one for ever. */
export const MAX_CHAIN = 16;

const storage = new AsyncLocalStorage<Frame | undefined>();
/** As it was before anybody, we included, put another in its place. */
Object.defineProperty(storage, 'enterWith', { value: AsyncLocalStorage.prototype.enterWith });

export function currentFrame(): Frame | undefined {
  return storage.getStore();
}

/** Takes effect for the rest of the running function and for all that it starts. The caller restores what was before. */
export function enterFrame(frame: Frame | undefined): void {
  storage.enterWith(frame);
}

/** At most `MAX_CHAIN` links of a chain, those that are done left out. */
export function pruned<T extends { readonly outer: T | undefined }>(
  chain: T | undefined,
  done: (link: T) => boolean,
  copy: (link: T, outer: T | undefined) => T,
): T | undefined {
  const alive: T[] = [];
  let links = 0;
  for (let link = chain; link; link = link.outer) {
    if (++links > MAX_CHAIN) break;
    if (!done(link)) alive.push(link);
  }
  if (alive.length === links) return chain;
  let result: T | undefined;
  for (const link of alive.reverse()) result = copy(link, result);
  return result;
}
