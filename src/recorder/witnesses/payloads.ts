import { isProxy } from 'node:util/types';
import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, placeWithin, type Shadow } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { newInstance, Visit } from './callbacks.js';
import { isAnythingSaid } from './said.js';
import { fieldOf } from './text-keys.js';
import { handedBefore, heard, hearing, says, whoseContent } from './texts.js';

/**
 * Witness `payloads`: an object that a span hands to other code, seen again by a callback that was made elsewhere, or
 * out of a wait. Whoever works on it then works for that span.
 */

interface Tag {
  readonly site: string;
  readonly instance: number;
  readonly madeAfter: number;
  /** `undefined`: several spans handed it on, so it says nothing. */
  readonly work: SpanRecord | undefined;
}

const tags = new WeakMap<object, Tag>();
let anyTag = false;
/** A queue wraps a job in an object of its own: looked into this far. */
const FIELDS_LOOKED_AT = 6;

/** An argument of a call in the user's code. */
export function carries<T>(value: T, site: string, weak?: boolean): T {
  if (typeof value !== 'object' || value === null || !isOn()) return value;
  try {
    says(value, site, weak);
    const work = recordOf(activeSpan());
    if (!work) return value;
    const before = tags.get(value);
    if (before && (before.work === work || before.work === undefined)) return value;
    const shared = before?.work !== undefined && !before.work.ended;
    // Put into a list of the program's own, where it had come to from another call of the same span's.
    const place = (weak ? handedBefore(value, work) : undefined) ?? site;
    tags.set(value, { site: place, instance: newInstance(), madeAfter: spansSoFar(), work: shared ? undefined : work });
    anyTag = true;
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** A callback that was made outside of all spans begins, with these arguments. */
export function receives(...values: unknown[]): Visit | undefined {
  if ((!anyTag && !isAnythingSaid()) || !isOn()) return undefined;
  try {
    const before = currentFrame();
    const inside = hearing(values, withTagOf(values, before));
    if (inside === before) return undefined;
    enterFrame(inside);
    return new Visit(inside, before);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

function withTagOf(values: readonly unknown[], before: Frame | undefined): Frame | undefined {
  const [tag, ...others] = values.map(tagOf).filter((found) => found !== undefined);
  if (!tag || others.some((other) => other.work !== tag.work)) return before;
  return frameFor(tag, before, undefined);
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
      if (!ArrayBuffer.isView(value)) for (const key of Object.keys(value)) next.push(fieldOf(value, key));
    }
    level = next.slice(0, LOOKS_AT_MOST);
  }
  if (found?.work && !found.work.ended) return { work: found.work, site: found.site };
  return whoseContent(message);
}

/** A wait gave this. It holds until the same wait gives the next. */
export function received<T>(value: T, site: string): T {
  if ((!anyTag && !isAnythingSaid()) || !isOn()) return value;
  try {
    if (isAnythingSaid()) heard([value], site);
    const frame = currentFrame();
    const tag = tagOf(value);
    if (tag) enterFrame(frameFor(tag, frame, site));
    else if (frame?.shadow?.wait === site) enterFrame({ ...frame, shadow: undefined });
  } catch (error) {
    switchOff(error);
  }
  return value;
}

function tagOf(value: unknown): Tag | undefined {
  if (typeof value !== 'object' || value === null || isProxy(value)) return undefined;
  const own = tags.get(value);
  // A batch is nobody's, even if it holds but one.
  if (own || Array.isArray(value)) return own;
  let found: Tag | undefined;
  for (const key of Object.keys(value).slice(0, FIELDS_LOOKED_AT)) {
    const field = Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
    const tag = typeof field === 'object' && field !== null ? tags.get(field) : undefined;
    // A batch is nobody's.
    if (tag && found && tag.work !== found.work) return undefined;
    found ??= tag;
  }
  return found;
}

function frameFor(tag: Tag, before: Frame | undefined, wait: string | undefined): Frame | undefined {
  const { work, site, instance, madeAfter } = tag;
  const active = activeSpan();
  if (!work || work.ended || recordOf(active) === work) return before;
  for (let asked = before?.asked; asked; asked = asked.outer) if (asked.record === work) return before;
  const asked = before?.asked;
  const shadow: Shadow = {
    site,
    instance,
    work,
    madeAfter,
    ran: active,
    asked,
    wait,
    dependency: undefined,
    ...placeWithin(work, before),
  };
  return { ...(before ?? EMPTY_FRAME), shadow };
}
