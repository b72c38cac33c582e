import { isProxy } from 'node:util/types';
import { withoutNumbers } from '../../protocol/without-numbers.js';
import { callThrough } from '../call-through.js';
import {
  askedFrom,
  currentFrame,
  EMPTY_FRAME,
  enterFrame,
  type Frame,
  lostIn,
  placeWithin,
  type Shadow,
} from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { plainField } from '../plain-field.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { Allowance, type CapturedStack, captureStack, userFramesOf } from '../stack.js';
import { askedInFlow } from '../thenables.js';
import { type Executor, settledNow } from './executors.js';
import { isFromMessage, served, withMessageOf } from './message-marks.js';
import { latest } from './shared-variables.js';
import { answered } from './text-marks.js';
import { answers } from './wakers.js';

/**
 * Witness `callbacks`: a function literal that the user's code hands over remembers the span in which it was made.
 * Where it runs under another one that nobody asked for, its work is shown as the maker's.
 */

let instances = 0;

/** Numbers of callbacks in the recording, the user's and dependencies'. */
export function newInstance(): number {
  return ++instances;
}

let tell: (what: CallbackFact, instance: number, run?: number) => void = () => {};
/** The API is about to run a function itself: whatever it is, its context was asked for. */
let aboutToRunByApi = false;

/** `late`: ran after its maker had ended. `again`: ran in foreign contexts more than once. `awaited`: its maker waits. */
export type CallbackFact = 'late' | 'again' | 'awaited';

export function onCallbackFact(teller: (what: CallbackFact, instance: number, run?: number) => void): void {
  tell = teller;
}

/** What goes by this number was come upon a second time. */
export function again(instance: number): void {
  tell('again', instance);
}

const awaited = new WeakSet<Shadow>();

/** What the maker waits for was done in this run of its callback, and so in those that it runs in. */
export function waitedFor(innermost: Shadow): void {
  if (!isOn()) return;
  for (let shadow: Shadow | undefined = innermost; shadow; shadow = shadow.within) {
    shadow.dependency?.waitedFor();
    if (awaited.has(shadow) || shadow.dependency?.instance === shadow.instance) continue;
    awaited.add(shadow);
    tell('awaited', shadow.instance, shadow.run);
  }
}

/** Is the function that begins the one that the API was about to run? Asked once by each that begins. */
export function takeRunByApi(): boolean {
  const byApi = aboutToRunByApi;
  aboutToRunByApi = false;
  return byApi;
}

export function apiRunsNext(runs: boolean): void {
  aboutToRunByApi = runs;
}

/** The function that the API runs has begun. */
export function begun(): void {
  aboutToRunByApi = false;
}

/** One run of a callback in a flow of its own. */
export class Visit {
  #inside: Frame | undefined;
  readonly #outside: Frame | undefined;

  constructor(inside: Frame | undefined, outside: Frame | undefined) {
    this.#inside = inside;
    this.#outside = outside;
  }

  /** The function is about to wait for this. */
  waits<T>(value: T): T {
    const asked = isOn() ? askedInFlow(value, this) : value;
    this.away();
    return asked;
  }

  /** The function is about to be suspended, and its caller to go on. */
  away(): void {
    if (!isOn()) return;
    this.#inside = currentFrame();
    enterFrame(this.#outside);
  }

  /** The function goes on. */
  back(): void {
    if (isOn()) enterFrame(this.#inside);
  }

  leave(): void {
    if (isOn()) enterFrame(this.#outside);
  }
}

function withLatest(inside: Frame | undefined, outside: Frame | undefined): Frame | undefined {
  const shared = latest(outside?.shared, inside?.shared);
  return shared === inside?.shared ? inside : { ...(inside ?? EMPTY_FRAME), shared };
}

export class Origin {
  #site: string;
  #asleep = false;
  readonly #span: Span | undefined;
  readonly #work: SpanRecord | undefined;
  readonly #frame: Frame | undefined;
  readonly #madeAfter = spansSoFar();
  #instance = 0;
  readonly #runs = new Map<number, number>();
  #run = 0;
  #toldLate = false;
  #staleRuns = 0;

  constructor(site: string, span: Span | undefined, frame: Frame | undefined) {
    this.#site = site;
    this.#span = span;
    this.#frame = frame;
    this.#work = workOf(span, frame);
  }

  /** Made, but not handed over yet. */
  sleep(): void {
    this.#asleep = true;
  }

  handedAt(site: string, span: Span | undefined): void {
    if (!this.#asleep || span !== this.#span) return;
    this.#asleep = false;
    this.#site = site;
  }

  get work(): SpanRecord | undefined {
    return this.#work;
  }

  /** Called where a callback's body begins, with its number among those handed over together. `undefined`: nothing differs. */
  enter(which: number): Visit | undefined {
    try {
      const byApi = takeRunByApi();
      const active = activeSpan();
      const frame = currentFrame();
      if (byApi || this.#asleep || !isOn()) return undefined;
      const same = active === this.#span;
      const stale = same && this.#work?.ended === true;
      if (same && frame === this.#frame && !stale) return undefined;
      const own = ledBy(frame?.shadow, withMessageOf(stale ? this.#stale(this.#work, frame) : this.#frame, frame));
      const inside = same ? own : this.#shadowed(active, frame, which);
      if (inside === frame) return undefined;
      const found = withLatest(inside, frame);
      enterFrame(found);
      return new Visit(found, frame);
    } catch (error) {
      switchOff(error);
      return undefined;
    }
  }

  #shadowed(active: Span | undefined, frame: Frame | undefined, which: number): Frame | undefined {
    const work = this.#work;
    if (!work || askedFrom(work, frame)) return frame;
    if (work.ended) {
      this.#late();
      return frame;
    }
    const runs = (this.#runs.get(which) ?? 0) + 1;
    this.#runs.set(which, runs);
    this.#run++;
    if (runs === 2) tell('again', this.#number());
    return {
      asked: frame?.asked,
      shadow: this.#lostBefore(active, frame, work) ?? this.#lostHere(active, frame, work),
      call: this.#frame?.call,
      idle: this.#frame?.idle,
      stale: undefined,
      kept: this.#frame?.kept,
      exchange: this.#frame?.exchange,
      message: frame?.message,
      wake: frame?.wake,
      text: frame?.text,
      looked: frame?.looked,
    };
  }

  /** It runs in another callback of the same work's, which had come to run in a foreign context: that is the line to mend. */
  #lostBefore(active: Span | undefined, frame: Frame | undefined, work: SpanRecord): Shadow | undefined {
    const around = lostIn(frame);
    // What was received says less than what was made.
    if (around?.work !== work || around.ran !== active || around.from) return undefined;
    return around.dependency?.instance === around.instance ? undefined : around;
  }

  #lostHere(active: Span | undefined, frame: Frame | undefined, work: SpanRecord): Shadow {
    const around = frame?.shadow;
    return {
      site: this.#site,
      instance: this.#number(),
      run: this.#run,
      execution: this.#frame?.execution,
      work,
      madeAfter: this.#madeAfter,
      ran: active,
      asked: frame?.asked,
      from: undefined,
      dependency: around?.work === work ? around.dependency : undefined,
      ...placeWithin(work, frame),
    };
  }

  /** Its maker has ended, and it runs in the maker's context all the same: timers and listeners keep it. */
  #stale(work: SpanRecord | undefined, flow: Frame | undefined): Frame | undefined {
    if (!work || !this.#span) return this.#frame;
    const stale = { site: this.#site, instance: this.#number(), run: ++this.#staleRuns, span: this.#span, flow };
    return { ...(this.#frame ?? EMPTY_FRAME), stale };
  }

  #late(): void {
    if (this.#toldLate) return;
    this.#toldLate = true;
    if (this.#instance !== 0) tell('late', this.#instance);
  }

  #number(): number {
    if (this.#instance === 0) this.#instance = newInstance();
    return this.#instance;
  }
}

/** What ends a span here was done by whatever had led to this callback, too. */
function ledBy(shadow: Shadow | undefined, made: Frame | undefined): Frame | undefined {
  if (!shadow || made?.shadow === shadow || made?.ledBy === shadow) return made;
  return { ...(made ?? EMPTY_FRAME), ledBy: shadow };
}

/** Whose work is done under this span in this flow? */
export function workOf(span: Span | undefined, frame: Frame | undefined): SpanRecord | undefined {
  const shadow = lostIn(frame);
  return shadow && shadow.ran === span ? shadow.work : recordOf(span);
}

/** A function literal is being handed over. `undefined` where it carries nothing worth remembering. */
export function made(site: string): Origin | undefined {
  if (!isOn()) return undefined;
  try {
    const span = activeSpan();
    const frame = currentFrame();
    // Without a span, only a flow that has lost one, or that has one which is not active, is worth coming back to.
    if (span === undefined && !frame?.shadow && !frame?.idle) return undefined;
    return new Origin(site, span, frame);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

const STACKS_PER_MAKER = 20;
const MAKERS = 500;
const byMaker = new Allowance(STACKS_PER_MAKER, MAKERS);

/** Spans of one name wait at few places. Numbers in names are ids. */
function spanKind(span: Span | undefined): string {
  return withoutNumbers(String((span as { readonly name?: unknown } | undefined)?.name));
}

function servedAt(maker: SpanRecord, stack: CapturedStack | undefined): void {
  try {
    served(maker, () => stack && userFramesOf(stack));
  } catch (error) {
    switchOff(error);
  }
}

/** Promise libraries hand out functions with methods and flags on them, which nothing of ours could stand for. */
function isPlainFunction(settle: unknown): boolean {
  return typeof settle === 'function' && Object.keys(settle).length === 0;
}

/**
 * A dependency makes promises for its own ends, too. Where a statement called it and drops what came back, nobody was
 * seen to wait. (Behind an outer one of these, `next()` of a middleware say, things are awaited all the same.)
 */
function isInDroppedCall(span: Span | undefined): boolean {
  const frame = currentFrame();
  const call = frame?.call;
  return call?.span === span && call !== undefined && call.order > (frame?.spanCall?.order ?? 0);
}

/** Called where a promise is made: its `resolve` or `reject`, which from now on tells whose wait it ends. */
export function settles<T extends (...values: unknown[]) => unknown>(settle: T, executor?: Executor): T {
  // Without a span there is nobody who waits; and to ask for the active one would load an SDK.
  if (!isOn() || spansSoFar() === 0) return settle;
  try {
    const active = activeSpan();
    const maker = recordOf(active);
    if (!maker || !isPlainFunction(settle)) return settle;
    const stack = byMaker.take(spanKind(active)) ? captureStack(settles) : undefined;
    const dropped = !executor && isInDroppedCall(active);
    return ((value: unknown, ...more: unknown[]) => {
      const frame = currentFrame();
      if (frame?.shadow?.work === maker) waitedFor(frame.shadow);
      if (frame?.text) answered(maker, frame);
      if (frame?.message && isFromMessage(value)) servedAt(maker, stack);
      if (!dropped) answers(maker);
      if (executor) settledNow(executor.execution);
      return more.length === 0 ? settle(value) : settle(value, ...more);
    }) as T;
  } catch (error) {
    switchOff(error);
    return settle;
  }
}

const NativePromise = Promise;

/** The executor of a promise that is not a literal: what it gets is watched, and it stays what it is to all others. */
export function executes<T>(executor: T, promiseClass: unknown): T {
  // Promise libraries look who it is.
  if (typeof executor !== 'function' || promiseClass !== NativePromise || !isOn() || spansSoFar() === 0)
    return executor;
  return callThrough(executor, (_, args) => {
    for (const [i, settle] of args.entries()) if (typeof settle === 'function') args[i] = settles(settle as Settle);
  });
}

type Settle = (value: unknown) => void;

/** More would be a registry, not a hand-over. */
const PENDING_AT_MOST = 32;
const pending = new WeakMap<object, Origin[]>();
/** Handed over where nothing was lost yet, as one registers a handler. */
const registered = new WeakSet<object>();

/** A function is handed over by name. It stays what it is: who handed it over stands beside it. */
export function hand<T>(fn: T, site: string): T {
  if (typeof fn !== 'function') return fn;
  const origin = made(site);
  if (!origin) {
    registered.add(fn);
    return fn;
  }
  const before = pending.get(fn) ?? [];
  pending.set(
    fn,
    [...before.filter(({ work }) => work && !work.ended && work !== origin.work), origin].slice(-PENDING_AT_MOST),
  );
  return fn;
}

/** What a field of an object holds, without running code of the app's. */
export function fieldOf(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || isProxy(object)) return undefined;
  return plainField(object, name);
}

/** A named function begins. Where those who handed it over disagree on whose work it is, there is nothing to say. */
export function enterNamed(fn: unknown, begin: (origin: Origin | undefined) => Visit | undefined): Visit | undefined {
  if (typeof fn !== 'function') return undefined;
  const origins = pending.get(fn);
  if (!origins) return registered.has(fn) ? begin(undefined) : undefined;
  // Called by its own module alone, it serves its caller.
  return origins.length === 1 ? begin(origins[0]) : undefined;
}
