import { isGeneratorObject, isPromise, isProxy } from 'node:util/types';
import {
  currentFrame,
  type DroppedCall,
  EMPTY_FRAME,
  enterFrame,
  type Frame,
  type KeptCall,
  MAX_CHAIN,
} from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { plainField } from '../plain-field.js';
import { activeSpan } from '../slot.js';
import { recordOf, spansSoFar } from '../span-records.js';
import { made } from './callbacks.js';
import { markOf } from './dropped-calls.js';
import { openedIn } from './generators.js';
import { afterwards, markCall } from './span-calls.js';
import { waitsForAll } from './tracked-work.js';

/**
 * Witness `joins`: a promise that is made in one place and awaited in another. What was started in the call that made it
 * is the work of whoever waits for it, if nobody else has a claim.
 */

let count = 0;
let tellMade: (call: KeptCall) => void = () => {};
let tellJoined: (call: KeptCall, span: number, group: string | undefined) => void = () => {};
/** The calls that a promise came from, and the `Promise.all` that put them together. */
interface Source {
  readonly calls: readonly KeptCall[];
  readonly group: { readonly site: string; readonly span: Span | undefined } | undefined;
}
const promises = new WeakMap<object, Source>();
/** Calls that never made a promise or a generator are not worth a flow of their own. */
const fruitless = new Map<string, number>();
const TRIALS = 16;

export function onKeptCall(made_: typeof tellMade, joined: typeof tellJoined): void {
  tellMade = made_;
  tellJoined = joined;
}

class Keep {
  readonly #call: KeptCall;
  readonly #before: Frame | undefined;

  constructor(call: KeptCall, before: Frame | undefined) {
    this.#call = call;
    this.#before = before;
  }

  /** The call has returned. After one that throws, the flow keeps its mark, which then stands for nothing. */
  kept<T>(value: T): T {
    try {
      if (!isOn()) return value;
      enterFrame(afterwards(this.#before, currentFrame()));
      if (isPromise(value)) promises.set(value, { calls: [this.#call], group: undefined });
      else if (Array.isArray(value) && !isProxy(value) && isPromise(plainField(value, 0))) markAll(value, this.#call);
      else fruitless.set(this.#call.site, (fruitless.get(this.#call.site) ?? 0) + 1);
    } catch (error) {
      switchOff(error);
    }
    return value;
  }
}

/** `items.map(load)`: what had no call of its own came from this one. */
function markAll(list: readonly unknown[], call: KeptCall): void {
  for (const item of list)
    if (isPromise(item) && !promises.has(item)) promises.set(item, { calls: [call], group: undefined });
}

/** Of the promises that a call made, to be put into a `Promise.all`. */
function leftEarly(value: unknown, mark: DroppedCall): void {
  const together: WeakRef<Promise<unknown>>[] = [];
  const isList = Array.isArray(value) && !isProxy(value);
  for (let i = 0; i < (isList ? value.length : 1); i++) {
    const one = isList ? plainField(value, i) : value;
    if (isPromise(one)) together.push(new WeakRef(one));
  }
  mark.together = together;
}

/** Inside a span the work has its place. A generator may be driven elsewhere, and what was started may live on. */
class KeepInSpan {
  readonly #site: string;
  readonly #before: Frame | undefined;
  readonly #early: DroppedCall | undefined;
  readonly #mark: ReturnType<typeof markCall>;

  /** `early`: what waits for the promise may stop to do so before it is settled. */
  constructor(site: string, span: Span, early: boolean) {
    this.#site = site;
    if (!early) {
      this.#mark = markCall(site, span);
      return;
    }
    this.#before = currentFrame();
    this.#early = markOf(site, span, this.#before);
    this.#early.together = [];
    enterFrame({ ...(this.#before ?? EMPTY_FRAME), call: this.#early });
  }

  kept<T>(value: T): T {
    try {
      if (!isOn()) return value;
      if (this.#early) {
        enterFrame(afterwards(this.#before, currentFrame()));
        leftEarly(value, this.#early);
      }
      this.#mark?.leaveKept(value);
      if (isPromise(value)) return value;
      if (isGeneratorObject(value)) openedIn(value, made(this.#site));
      else fruitless.set(this.#site, (fruitless.get(this.#site) ?? 0) + 1);
    } catch (error) {
      switchOff(error);
    }
    return value;
  }
}

/** A call is about to be made whose result is kept. */
export function keep(site: string, early?: 1): Keep | KeepInSpan | undefined {
  if (!isOn() || (fruitless.get(site) ?? 0) >= TRIALS) return undefined;
  try {
    const span = activeSpan();
    if (span) return new KeepInSpan(site, span, early === 1);
    const frame = currentFrame();
    const outer = frame?.kept && frame.kept.depth < MAX_CHAIN ? frame.kept : undefined;
    const call = {
      site,
      span,
      madeAfter: spansSoFar(),
      outer,
      depth: (outer?.depth ?? 0) + 1,
      number: 0,
    };
    enterFrame({ ...(frame ?? EMPTY_FRAME), kept: call });
    return new Keep(call, frame);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

/** Numbers of the kept calls, inner ones first, that were made under this span and that the flow is in. */
export function keptCallsUnder(span: Span | undefined): number[] | undefined {
  let numbers: number[] | undefined;
  for (let call = currentFrame()?.kept; call; call = call.outer) {
    if (call.span !== span) continue;
    numbers ??= [];
    numbers.push(numberOf(call));
  }
  return numbers;
}

function numberOf(call: KeptCall): number {
  if (call.number === 0) {
    call.number = ++count;
    tellMade(call);
  }
  return call.number;
}

/** Something is about to be awaited. */
export function joins<T>(value: T): T {
  try {
    // At each `await`: whether it is a promise at all is only asked where it is cheap, by looking for it.
    const source = typeof value === 'object' && value !== null && isOn() ? promises.get(value) : undefined;
    if (!source) return value;
    const span = activeSpan();
    const record = recordOf(span);
    // Put together by the waiting span itself, the group was not early: its members were.
    const group = source.group && source.group.span !== span ? source.group.site : undefined;
    if (record) for (const call of source.calls) if (call.span !== span) joined(call, record.number, group);
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** Only a span that began after the promise was made can have come too late. */
function joined(call: KeptCall, span: number, group: string | undefined): void {
  if (span > call.madeAfter && numberOf(call) !== 0) tellJoined(call, span, group);
}

let lastGroup: readonly KeptCall[] | undefined;

/** The list that `Promise.all` is about to get. */
export function group<T>(list: T): T {
  lastGroup = undefined;
  try {
    if (isOn() && Array.isArray(list) && !isProxy(list)) lastGroup = callsOf(list);
    if (isOn()) waitsForAll(list);
  } catch (error) {
    switchOff(error);
  }
  return list;
}

function callsOf(list: readonly unknown[]): KeptCall[] {
  const calls: KeptCall[] = [];
  for (let i = 0; i < list.length; i++) {
    const item = plainField(list, i);
    if (!isPromise(item)) continue;
    calls.push(...(promises.get(item)?.calls ?? []));
  }
  return calls;
}

/** What `Promise.all` made of it. */
export function grouped<T>(promise: T, site: string): T {
  if (isOn() && lastGroup && lastGroup.length > 0 && isPromise(promise)) {
    promises.set(promise, { calls: lastGroup, group: { site, span: activeSpan() } });
  }
  lastGroup = undefined;
  return promise;
}
