import { isProxy } from 'node:util/types';
import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, placeWithin, type Shadow } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { newInstance, Visit } from './callbacks.js';

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
export function carries<T>(value: T, site: string): T {
  if (typeof value !== 'object' || value === null || !isOn()) return value;
  try {
    const work = recordOf(activeSpan());
    if (!work) return value;
    const before = tags.get(value);
    if (before && (before.work === work || before.work === undefined)) return value;
    const shared = before?.work !== undefined && !before.work.ended;
    tags.set(value, { site, instance: newInstance(), madeAfter: spansSoFar(), work: shared ? undefined : work });
    anyTag = true;
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** A callback that was made outside of all spans begins, with these arguments. */
export function receives(...values: unknown[]): Visit | undefined {
  if (!anyTag || !isOn()) return undefined;
  try {
    const found = values.map(tagOf).filter((tag) => tag !== undefined);
    const [tag, ...others] = found;
    if (!tag || others.some((other) => other.work !== tag.work)) return undefined;
    const before = currentFrame();
    const inside = frameFor(tag, before, undefined);
    if (inside === before) return undefined;
    enterFrame(inside);
    return new Visit(inside, before);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

/** A wait gave this. It holds until the same wait gives the next. */
export function received<T>(value: T, site: string): T {
  if (!anyTag || !isOn()) return value;
  try {
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
  if (own) return own;
  for (const key of Object.keys(value).slice(0, FIELDS_LOOKED_AT)) {
    const field = Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
    const tag = typeof field === 'object' && field !== null ? tags.get(field) : undefined;
    if (tag) return tag;
  }
  return undefined;
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
