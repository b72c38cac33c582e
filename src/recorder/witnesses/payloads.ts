import { isProxy } from 'node:util/types';
import {
  askedFrom,
  currentFrame,
  EMPTY_FRAME,
  enterFrame,
  type Frame,
  type Handed,
  placeWithin,
  type ReceivedFrom,
  type Shadow,
} from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { plainField } from '../plain-field.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { again, newInstance, type Origin, Visit } from './callbacks.js';
import { keysIn } from './keys.js';
import { isAnythingSaid } from './said.js';
import { handedBefore, heard, hearing, says, whoseContent } from './texts.js';
import { newTurn, woke } from './wakers.js';

/**
 * Witness `payloads`: an object that a span hands to other code, seen again by a callback that was made elsewhere, out of
 * a wait, or in a loop. Whoever works on it then works for that span.
 */

interface Tag extends Handed {
  /** It was handed to a function of the user's own, which may hand it on: that is then the line. */
  readonly inside: boolean;
  /** Flows that got it out of a wait. */
  received: number;
}

const tags = new WeakMap<object, Tag>();
/** Functions that came in an object which was handed over: `{ image, resolve }`. One that came in two says nothing. */
const functions = new WeakMap<object, Tag | null>();
let anyTag = false;
/** A queue wraps a job in an object of its own: looked into this far. */
const FIELDS_LOOKED_AT = 6;

/** An argument of a call in the user's code. */
export function carries<T>(value: T, site: string, inside?: 0 | 1, weak?: boolean): T {
  if (typeof value !== 'object' || value === null || !isOn()) return value;
  try {
    says(value, site, weak);
    const work = recordOf(activeSpan());
    if (!work) return value;
    const before = tags.get(value);
    if (before && (before.work === work || before.work === undefined)) return value;
    const shared = before?.work !== undefined && !before.work.ended;
    const tag: Tag = {
      // Put into a list of the program's own, where it had come to from another call of the same span's.
      site: (weak ? handedBefore(value, work) : undefined) ?? site,
      instance: newInstance(),
      madeAfter: spansSoFar(),
      work: shared ? undefined : work,
      inside: inside === 1,
      received: 0,
    };
    tags.set(value, tag);
    if (!isProxy(value)) tagFunctions(value, tag);
    anyTag = true;
  } catch (error) {
    switchOff(error);
  }
  return value;
}

function tagFunctions(value: object, tag: Tag): void {
  for (const key of keysOf(value)) {
    const field = plainField(value, key);
    if (typeof field === 'function') functions.set(field, functions.has(field) ? null : tag);
  }
}

/** An argument that may have come from a caller, who handed it over to begin with. */
export function passesOn<T>(value: T, site: string): T {
  if (!anyTag || typeof value !== 'object' || value === null || !isOn()) return value;
  try {
    const tag = tags.get(value);
    if (tag?.inside && tag.work && recordOf(activeSpan()) === tag.work)
      tags.set(value, { ...tag, site, inside: false });
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** A function that was handed over begins, with these arguments; `origin` if it was handed over in a span. */
export function begins(origin: Origin | undefined, which: number, ...values: unknown[]): Visit | undefined {
  if (!origin) return receives(...values);
  const visit = origin.enter(which);
  if (visit || !isOn()) return visit;
  try {
    const frame = currentFrame();
    const inside = itemFrame(frame, values, undefined);
    if (inside === frame) return undefined;
    enterFrame(inside);
    return new Visit(inside, frame);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

/** A callback that was made outside of all spans begins, with these arguments. */
export function receives(...values: unknown[]): Visit | undefined {
  if (!isOn() || spansSoFar() === 0) return undefined;
  try {
    const before = currentFrame();
    const inside = hearing(values, anyTag ? frameOfReceived(values, before) : withBatch(values[0], before));
    if (inside === before) return undefined;
    enterFrame(inside);
    return new Visit(inside, before);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

function frameOfReceived(values: readonly unknown[], before: Frame | undefined): Frame | undefined {
  if (Array.isArray(values[0])) return withBatch(values[0], before);
  const own = before?.batch?.get(values[0]);
  if (own) return frameFor(own, before, CALL);
  const found = values.map(tagOf).filter((tag) => tag !== undefined);
  const [tag, ...others] = found;
  if (!tag || others.some((other) => other.work !== tag.work)) return before;
  return frameFor(tag, before, CALL);
}

const CALL: ReceivedFrom = { site: '', by: 'call' };

/** More would be data, not jobs. */
const BATCH_AT_MOST = 1000;

/** A callback that gets many things in one works on each for the span that handed it over. */
function withBatch(list: unknown, before: Frame | undefined): Frame | undefined {
  if (!Array.isArray(list) || isProxy(list) || list.length === 0 || list.length > BATCH_AT_MOST) return before;
  const items = Array.from({ length: list.length }, (_, i) => plainField(list, String(i)));
  const batch = keysIn(items) ?? new Map<unknown, Handed>();
  for (const item of items) {
    const tag = tagOf(item);
    if (!tag) continue;
    batch.set(item, tag);
    for (const part of plainFields(item)) batch.set(part, batch.has(part) ? { ...tag, work: undefined } : tag);
  }
  return batch.size === 0 ? before : { ...(before ?? EMPTY_FRAME), batch };
}

/** A loop may take an item apart before it is seen. */
function plainFields(item: unknown): unknown[] {
  if (typeof item !== 'object' || item === null) return [];
  const fields = keysOf(item).map((key) => plainField(item, key));
  return fields.filter((field) => typeof field === 'string' || typeof field === 'number');
}

/** What a loop took it has done when it goes on after a wait, or it looks for something else by then. */
function letGo(): void {
  const frame = currentFrame();
  if (frame?.took) enterFrame({ ...frame, took: undefined });
}

/** A loop, or a timer, has looked into a list, say, and may have found something there. Who takes all there is makes a batch of it. */
export function took<T>(value: T, inLoop: boolean): T {
  if (!anyTag || !isOn()) return value;
  try {
    if (activeSpan() !== undefined) return value;
    const tag = tagOf(value);
    if (!tag?.work || tag.work.ended) letGo();
    else {
      const frame = currentFrame() ?? EMPTY_FRAME;
      // A timer's callback has waited nowhere: each time that it takes something, a turn of its begins.
      enterFrame({ ...frame, took: tag, wake: (inLoop ? frame.wake : undefined) ?? newTurn() });
    }
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** Around a function in which things are received one after another: what it leaves is what it found. */
export function visit(): Visit | undefined {
  if (!isOn() || spansSoFar() === 0) return undefined;
  const frame = currentFrame();
  return new Visit(frame, frame);
}

/** As deep as pools and remote calls wrap their arguments. */
const DEEPEST = 3;
const LOOKS_AT_MOST = 64;

/** The open span whose work a message is that is about to be sent, by what it carries: the object itself, or a copy. */
export function whoseMessage(message: unknown): { readonly work: SpanRecord; readonly site: string } | undefined {
  if (typeof message !== 'object' || message === null) return whoseContent(message);
  let found: Tag | undefined;
  let looks = 0;
  let level: unknown[] = anyTag ? [message] : [];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null || isProxy(value) || ++looks > LOOKS_AT_MOST) continue;
      const tag = tags.get(value);
      // Of two spans', or of many: nobody's.
      if (tag && (!tag.work || (found && found.work !== tag.work))) return undefined;
      found ??= tag;
      if (!ArrayBuffer.isView(value)) for (const key of Object.keys(value)) next.push(plainField(value, key));
    }
    level = next.slice(0, LOOKS_AT_MOST);
  }
  if (found?.work && !found.work.ended) return { work: found.work, site: found.site };
  return whoseContent(message);
}

/** A wait is over, and gave this. It holds until the same wait gives the next. */
export function received<T>(value: T, site: string, inLoop: boolean): T {
  if (!isOn()) return value;
  try {
    woke(site, inLoop);
    if (inLoop) letGo();
    if (isAnythingSaid()) heard([value], site);
    if (anyTag) takes(site, (frame) => waitFrame(frame, value, { site, by: 'wait' }));
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** The same of what was taken apart when it came. */
export function receivedInParts(parts: readonly unknown[], site: string): void {
  if (!isOn()) return;
  try {
    woke(site, true);
    if (isAnythingSaid()) heard(parts, site);
    if (anyTag) takes(site, (frame) => waitFrame(frame, { ...parts }, { site, by: 'wait' }));
  } catch (error) {
    switchOff(error);
  }
}

/** A loop has come to its next item, or to what it takes out of it. */
export function item(site: string, ...values: unknown[]): void {
  if (!isOn() || spansSoFar() === 0) return;
  try {
    takes(site, (frame) => itemFrame(frame, values, { site, by: 'loop' }));
  } catch (error) {
    switchOff(error);
  }
}

/** The loop is over. */
export function passed(site: string): void {
  if (isOn()) takes(site, (frame) => frame);
}

/** What was received here before holds no longer. */
function takes(site: string, next: (frame: Frame | undefined) => Frame | undefined): void {
  const frame = currentFrame();
  const inside = next(frame?.shadow?.from?.site === site ? { ...frame, shadow: undefined } : frame);
  if (inside !== frame) enterFrame(inside);
}

function waitFrame(frame: Frame | undefined, value: unknown, from: ReceivedFrom): Frame | undefined {
  const tag = tagOf(value);
  const inside = tag ? frameFor(tag, frame, from) : frame;
  // What several flows get is no job of theirs.
  if (tag && inside !== frame && frame?.shadow?.instance !== tag.instance && ++tag.received === 2) again(tag.instance);
  return inside;
}

/** One of a batch is its own span's. Of what was collected otherwise, only what is waited for says so: see the judge. */
function itemFrame(
  frame: Frame | undefined,
  values: readonly unknown[],
  from: ReceivedFrom | undefined,
): Frame | undefined {
  const own = frame?.batch && values.map((value) => frame.batch?.get(value)).find((tag) => tag?.work);
  if (own) return frameFor(own, frame, from ? { site: from.site, by: 'batch' } : CALL);
  const tag = anyTag ? values.map(ownTagOf).find((one) => one?.work) : undefined;
  return tag ? frameFor(tag, frame, from ?? { site: tag.site, by: 'loop' }) : frame;
}

function ownTagOf(value: unknown): Tag | undefined {
  if (typeof value === 'function') return functions.get(value) ?? undefined;
  return typeof value === 'object' && value !== null ? tags.get(value) : undefined;
}

function tagOf(value: unknown): Tag | undefined {
  if (typeof value === 'function') return functions.get(value) ?? undefined;
  if (typeof value !== 'object' || value === null || isProxy(value)) return undefined;
  const own = tags.get(value);
  // A batch is nobody's, even if it holds but one.
  if (own || Array.isArray(value)) return own;
  let found: Tag | undefined;
  for (const key of keysOf(value)) {
    const tag = ownTagOf(plainField(value, key));
    // A batch is nobody's.
    if (tag && found && tag.work !== found.work) return undefined;
    found ??= tag;
  }
  return found;
}

/** Of a long list, only these are made. */
const FIRST_INDEXES = Array.from({ length: FIELDS_LOOKED_AT }, (_, index) => String(index));

function keysOf(value: object): readonly string[] {
  if (ArrayBuffer.isView(value)) return [];
  return Array.isArray(value) ? FIRST_INDEXES : Object.keys(value).slice(0, FIELDS_LOOKED_AT);
}

function frameFor(tag: Handed, before: Frame | undefined, from: ReceivedFrom): Frame | undefined {
  const { work, site, instance, madeAfter } = tag;
  const active = activeSpan();
  if (!work || work.ended || recordOf(active) === work || askedFrom(work, before)) return before;
  const asked = before?.asked;
  const shadow: Shadow = {
    site,
    instance,
    work,
    madeAfter,
    ran: active,
    asked,
    from,
    dependency: undefined,
    ...placeWithin(work, before),
  };
  return { ...(before ?? EMPTY_FRAME), shadow };
}
