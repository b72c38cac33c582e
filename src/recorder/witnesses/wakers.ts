import { promiseHooks } from 'node:v8';
import {
  type Asked,
  askedFrom,
  currentFrame,
  EMPTY_FRAME,
  enterFrame,
  type Frame,
  lostIn,
  type Wake,
} from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import * as marks from '../promise-marks.js';
import type { SpanRecord } from '../span-records.js';
import { Allowance, type UserCall, userCall } from '../stack.js';

/**
 * Witness `wakers`: who settled the promise that lets a flow outside of all spans go on. A loop that waits for jobs is
 * woken by the span that puts one on its queue, and answers a span that waits for the job.
 *
 * Promises are marked, not kept: with a mark goes the span that woke, and not what had woken that.
 */

/** What a flow does between two waits at the same place. */
export interface Wakening {
  /** Who woke it; `undefined` where the wait was none, or nobody's work ended it. */
  readonly work: SpanRecord | undefined;
  readonly call: UserCall | undefined;
  /** The statement in whose course it did. */
  readonly site: string | undefined;
  /** Its number in the recording, 0 until a span started. */
  number: number;
  /** Spans answered since the last start, so that each is told once. */
  readonly answered: Set<SpanRecord | undefined>;
}

/** Of a promise that was made outside of all spans, and may be waited for there. */
const MADE = Symbol('made');
/** Of a promise that a flow outside of all spans waits for. */
const WATCHED = Symbol('watched');
/** Several spans wait for it: whoever settles it answers nobody in particular. */
const SHARED = Symbol('shared');
/** Of a promise: who waits for it (a span, or a flow outside of all), and when settled, who did it. */
type Mark =
  | typeof MADE
  | typeof WATCHED
  | typeof SHARED
  | { readonly waiter: SpanRecord }
  | { readonly woken: Wakening };

function markOf(promise: object): Mark | undefined {
  return marks.markOf(promise) as Mark | undefined;
}

function putMark(promise: object, mark: Mark): void {
  marks.putMark(promise, mark);
}

export interface Answer {
  /** `undefined`: several. */
  readonly to: SpanRecord | undefined;
  /** Whose job was worked on, where that is known. */
  readonly of: SpanRecord | undefined;
  /** The last root of the flow that did it. */
  readonly by: SpanRecord | undefined;
}

interface Teller {
  /** A span has started after a wakening. */
  woken(wakening: Wakening): void;
  /** After a wakening something was done that a span waits for. */
  answered(wakening: Wakening, answer: Answer): void;
}

let tell: Teller = { woken() {}, answered() {} };
let count = 0;
/** Spans that have woken somebody and are still open. While there are none, nobody's answer matters. */
let openWakers = 0;
/** What the promise that lets the running microtask go on was settled in. */
let current: Wakening | undefined;
/** Places where a span has ended a wait. */
const waits = new Set<string>();

/** More would be a batch, whoever they are. */
const ANSWERS_AT_MOST = 8;
/** One line is woken from again and again: some stacks of it, and the last of them for the rest. */
const STACKS_PER_PLACE = 20;
const PLACES = 500;
const byPlace = new Allowance(STACKS_PER_PLACE, PLACES);
const lastCalls = new Map<string, UserCall>();

export function watchWakers(teller: Teller): void {
  tell = teller;
  promiseHooks.createHook({ init: made, before: goesOn, after: rests, settled });
}

/** With `other` it comes of awaiting that, or of its `then`. */
function made(promise: Promise<unknown>, other: Promise<unknown> | undefined): void {
  if (!isOn()) return;
  try {
    const asked = currentFrame()?.asked;
    if (asked === undefined) {
      if (other === undefined) putMark(promise, MADE);
      else waitsOutside(promise, other);
    } else if (other !== undefined && openWakers > 0 && asked.record) {
      putMark(other, waiterAnd(markOf(other), asked.record));
    }
  } catch (error) {
    switchOff(error);
  }
}

function waitsOutside(promise: object, other: object): void {
  marks.goesOnAfter(promise, other);
  const mark = markOf(other);
  if (typeof mark !== 'object' || 'waiter' in mark) putMark(other, WATCHED);
}

function waiterAnd(before: Mark | undefined, waiter: SpanRecord): Mark {
  if (before === undefined || before === MADE) return { waiter };
  if (typeof before === 'object') return 'waiter' in before && before.waiter !== waiter ? SHARED : before;
  return before;
}

function goesOn(promise: Promise<unknown>): void {
  const after = marks.takeAfter(promise);
  const mark = after && markOf(after);
  const woken = typeof mark === 'object' && 'woken' in mark ? mark.woken : undefined;
  current = woken?.work?.ended ? undefined : woken;
}

function rests(): void {
  current = undefined;
}

function settled(promise: Promise<unknown>): void {
  const mark = markOf(promise);
  if ((mark === undefined && current === undefined) || !isOn()) return;
  try {
    if (mark === SHARED) answers(undefined);
    else if (typeof mark === 'object') {
      if ('waiter' in mark) answers(mark.waiter);
    } else pass(promise, mark !== undefined);
  } catch (error) {
    switchOff(error);
  }
}

/** Who waits for the promise was woken by the span at work here, or else by who woke this flow. */
function pass(promise: Promise<unknown>, watched: boolean): void {
  const frame = currentFrame();
  const work = watched ? workIn(frame) : undefined;
  const woken = work ? wakeningBy(work, frame) : (current ?? frame?.wake?.wakening);
  if (woken?.work && !woken.work.ended) putMark(promise, { woken });
}

/** The innermost span that is open here and was asked for, or whose callback this is. */
function workIn(frame: Frame | undefined): SpanRecord | undefined {
  const shadow = lostIn(frame);
  if (shadow) return shadow.work.ended ? undefined : shadow.work;
  let asked: Asked | undefined = frame?.asked;
  while (asked?.record?.ended) asked = asked.outer;
  return asked?.record;
}

function wakeningBy(work: SpanRecord, frame: Frame | undefined): Wakening {
  if (!work.hasWoken) {
    work.hasWoken = true;
    openWakers++;
  }
  const place = `${work.place}\n${frame?.call?.site}`;
  const call = byPlace.take(place) ? userCall(settled) : lastCalls.get(place);
  if (call && lastCalls.size < PLACES) lastCalls.set(place, call);
  return { work, call, site: frame?.call?.site, number: 0, answered: new Set() };
}

/** A span has ended: in whose flow, and what that meant to others. */
export function wakerEnded(span: SpanRecord): void {
  // Loops that wake each other would else be kept as one long chain.
  span.wakening = undefined;
  if (span.hasWoken) openWakers--;
  answers(span);
}

/** Something was done here that this span waits for. */
export function answers(span: SpanRecord | undefined): void {
  const frame = currentFrame();
  const wakening = frame?.wake?.wakening ?? current;
  if (!wakening || wakening.number === 0 || wakening.answered.has(span)) return;
  // What a span does in its own flow is no answer to it.
  if (span && askedFrom(span, frame)) return;
  if (wakening.answered.size === ANSWERS_AT_MOST) return;
  wakening.answered.add(span);
  tell.answered(wakening, { to: span, of: lostIn(frame)?.work, by: frame?.wake?.root });
}

/**
 * A wait at this place in the user's code is over. What woke the flow holds until it waits here again; a wait in a loop
 * that nobody's work ended is the beginning of a turn all the same.
 */
export function woke(site: string, inLoop: boolean): void {
  if (current === undefined && !inLoop && !waits.has(site)) return;
  const frame = currentFrame();
  if (frame?.asked || (frame?.wake && stillHolds(frame.wake, site))) return;
  if (current) waits.add(site);
  const wakening = current ?? { work: undefined, call: undefined, site: undefined, number: 0, answered: new Set() };
  enterFrame({ ...(frame ?? EMPTY_FRAME), wake: { wakening, site } });
}

/** A turn of something that is not waited for. */
export function newTurn(): Wake {
  return {
    wakening: { work: undefined, call: undefined, site: undefined, number: 0, answered: new Set() },
    site: null,
  };
}

/** Does what the frame says of the last wait hold behind this one, too? */
function stillHolds({ wakening, site: before }: Wake, site: string): boolean {
  // What the loop waits for is done by spans of its own, too.
  if (current) return wakening === current || current.work?.wakening === wakening;
  if (wakening.work || wakening.number !== 0) return before !== site;
  // A turn in which nothing has started yet; where somebody is known to be woken is the better name for it.
  return before === site || !waits.has(site);
}

/** Who woke the flow in which this root starts, and where it had waited, by its number in the recording. */
export function wakeAtStart(root: SpanRecord): readonly [number: number, wait: string | null] | undefined {
  const frame = currentFrame();
  const wake = wakeIn(frame);
  if (!wake) return undefined;
  const { wakening, site } = wake;
  if (wakening.number === 0) {
    wakening.number = ++count;
    tell.woken(wakening);
  }
  wakening.answered.clear();
  enterFrame({ ...(frame ?? EMPTY_FRAME), wake: { wakening, site, root } });
  return [wakening.number, site];
}

/** In code that is not rewritten nobody tells where it had waited: what woke it last counts. */
function wakeIn(frame: Frame | undefined): Wake | undefined {
  if (frame?.asked) return undefined;
  const wake = frame?.wake;
  return current && (wake?.site ?? null) === null ? { wakening: current, site: null } : wake;
}
