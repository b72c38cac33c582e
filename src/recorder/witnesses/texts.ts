import { EventEmitter } from 'node:events';
import { isProxy } from 'node:util/types';
import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, type TextMark } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { plainField } from '../plain-field.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { workOf } from './callbacks.js';
import { isAnythingSaid, isConstant, isWorthALook, type Said, say, wasHeard, whoSaid } from './said.js';
import { isBytes, isPlain, keyOfObject, keyOfText, type TextKey } from './text-keys.js';
import { textIn } from './text-marks.js';

/**
 * Witness `texts`: between a producer and its consumer stands a broker, a socket, a queue that copies what it gets. The
 * work is lost there, and what comes out is another object or another text. But it says the same, and where one span
 * alone has said that, it is that span's.
 */

let listens = true;

/** To read what is handed over costs for each call, so it is part of full evidence only. */
export function leaveTexts(): void {
  listens = false;
}

/** An argument of a call in the user's code. `weak`: the call only keeps it. */
export function says<T>(value: T, site: string, weak?: boolean): T {
  if (!listens || (typeof value !== 'string' && typeof value !== 'object')) return value;
  if (value === null || spansSoFar() === 0 || !isOn() || !isWorthALook(site)) return value;
  try {
    const keys = keysIn([value], true);
    if (keys.size === 0) return value;
    const work = speaker();
    for (const key of keys) say(key, site, weak === true, work);
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** Does what a call is made on only keep what it gets? A queue's `push` hands it on. */
export function isList(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  if (typeof value !== 'object' || value === null || isProxy(value)) return false;
  return Object.getPrototypeOf(value) === EventEmitter.prototype;
}

/** The same of a text that stands in the program. */
export function constant<T>(value: T): T {
  if (!listens || !isOn()) return value;
  const key = keyOfText(value);
  if (key !== undefined) isConstant(key);
  return value;
}

function keyOf(value: unknown): TextKey | undefined {
  if (typeof value === 'string' || isBytes(value)) return keyOfText(value);
  return typeof value === 'object' && value !== null ? keyOfObject(value) : undefined;
}

/** Whose work is done here. In the handling of a message that nobody has made a span for yet, its sender's. */
function speaker(): SpanRecord | undefined {
  const frame = currentFrame();
  return workOf(activeSpan(), frame) ?? textIn(frame)?.work;
}

let instances = 0;
let turnNow: () => number = () => 0;

export function countTurnsBy(turn: () => number): void {
  turnNow = turn;
}

/** The flow in which what has come in is handled, if a span said it. */
export function hearing(values: readonly unknown[], frame: Frame | undefined): Frame | undefined {
  // What a request brings is the network's to tell, and need not be read.
  if (!isAnythingSaid() || frame?.exchange?.isOpen()) return frame;
  const found = sayerOf(values);
  return found ? withMark(found, undefined, frame) : frame;
}

let lastRead: unknown;

/** The text that `JSON.parse` is about to get. */
export function reads<T>(text: T): T {
  lastRead = isOn() && isAnythingSaid() ? text : undefined;
  return text;
}

/** What `JSON.parse` made of it. It holds until the same place reads the next. */
export function parsed<T>(value: T, site: string): T {
  if (!isOn() || !isAnythingSaid()) return value;
  try {
    if (!isWorthALook(site)) {
      take(undefined, site);
      return value;
    }
    const text = sayerOf([lastRead]);
    // Of a list, who had filled in what is read is the better place.
    take(text && !text.weak ? text : sayerOf([lastRead, value]), site);
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** This came in at a place that takes one after the other. */
export function heard(values: readonly unknown[], site: string): void {
  const frame = currentFrame();
  if (!frame?.text && frame?.exchange?.isOpen()) return;
  take(isWorthALook(site) ? sayerOf(values) : undefined, site);
}

function take(found: Known | undefined, site: string): void {
  const frame = currentFrame();
  if (found) {
    wasHeard(site);
    enterFrame(withMark(found, site, frame));
  } else if (frame?.text?.wait === site) enterFrame({ ...frame, text: undefined });
}

function withMark({ site, work }: Known, wait: string | undefined, frame: Frame | undefined): Frame | undefined {
  const ran = activeSpan();
  // In an open span the work has its place. And what a request brings is the network's to tell.
  if (ran && recordOf(ran)?.ended !== true) return frame;
  if (frame?.exchange?.isOpen()) return frame;
  const before = textIn(frame);
  // The handler was given it, and takes it apart.
  if (before?.work === work && before.wait === undefined) return frame;
  wasHeard(site);
  const text: TextMark = {
    site,
    instance: ++instances,
    work,
    ran,
    rootAsked: frame?.asked !== undefined && frame.asked.span === undefined,
    asked: frame?.asked,
    wait,
    pulled: wait !== undefined,
    turn: turnNow(),
    nth: nthOf(site, work),
  };
  return { ...(frame ?? EMPTY_FRAME), text };
}

/** By the place where it was handed over, of which there are as many as the program has lines. */
const cameIn = new Map<string, { count: number; last: SpanRecord }>();

function nthOf(site: string, work: SpanRecord): number {
  const so = cameIn.get(site);
  const count = so ? so.count + (so.last === work ? 0 : 1) : 1;
  cameIn.set(site, { count, last: work });
  return count;
}

type Known = Said & { readonly work: SpanRecord };

/** The open span that alone had handed over what a message says, and where. */
export function whoseContent(message: unknown): { readonly work: SpanRecord; readonly site: string } | undefined {
  const found = isAnythingSaid() ? sayerOf([message]) : undefined;
  if (!found || found.work.ended) return undefined;
  wasHeard(found.site);
  return found;
}

/** Where this span had handed over, in another call, what is now put into a list. */
export function handedBefore(value: unknown, work: SpanRecord): string | undefined {
  for (const key of keysIn([value])) {
    const one = whoSaid(key);
    if (one?.work.trace === work.trace && !one.weak) return one.site;
  }
  return undefined;
}

/** Who said what is in there: one alone, whatever else is in there that many say. */
function sayerOf(values: readonly unknown[]): Known | undefined {
  const keys = keysIn(values);
  let found: Known | undefined;
  for (const key of keys) {
    const one = whoSaid(key);
    if (!one) continue;
    if (found && found.work.trace !== one.work.trace) return undefined;
    if (!found || (found.weak && !one.weak)) found = one;
  }
  for (const key of found ? keys : []) {
    const one = whoSaid(key);
    if (!one) continue;
    one.taken = true;
    wasHeard(one.site);
  }
  return found;
}

/** `{ topic, message: { key, value } }`, a job with its data: as deep as libraries wrap what they got. */
const DEEPEST = 2;
const FIELDS_AT_MOST = 16;
const LOOKS_AT_MOST = 128;
/** Parts of one message: a topic and what is said there. A longer list is a batch, of which nobody can say whose it is. */
const FRAMES_AT_MOST = 4;

/** `withLists`: who hands over a list has every part of it. Level by level: what is brought lies nearer to the top than the insides of who brings it. */
function keysIn(values: readonly unknown[], withLists = false): Set<TextKey> {
  const keys = new Set<TextKey>();
  let level = values;
  let looks = 0;
  const deepest = withLists ? DEEPEST + 1 : DEEPEST;
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (++looks > LOOKS_AT_MOST) return keys;
      const key = withLists && depth > 0 ? keyOfPart(value) : keyOf(value);
      if (key !== undefined) keys.add(key);
      if (Array.isArray(value)) for (const frame of framesIn(value)) keys.add(frame);
      if (Array.isArray(value) && !withLists) continue;
      if (depth < deepest) next.push(...fieldsOf(value));
    }
    level = next;
  }
  return keys;
}

/** A part that is handed over counts for itself only if it says enough: `{ type: 'mail' }` may stand in many messages. */
function keyOfPart(value: unknown): TextKey | undefined {
  if (typeof value !== 'object' || value === null || isBytes(value) || Array.isArray(value)) return keyOf(value);
  if (isProxy(value)) return undefined;
  const says = Object.keys(value).filter((key) => {
    const field = plainField(value, key);
    return typeof field === 'number' || (typeof field === 'string' && field.length > 1);
  });
  return says.length > 1 ? keyOf(value) : undefined;
}

function fieldsOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || isBytes(value) || isProxy(value)) return [];
  // The parts of streams and sockets are who brings something, not what is brought.
  const isStream = 'pipe' in value;
  const fields: unknown[] = [];
  for (const key of Object.keys(value).slice(0, FIELDS_AT_MOST)) {
    if (key.startsWith('_')) continue;
    const field = plainField(value, key);
    const mayHold = typeof field === 'string' ? isWholeMessage(field) : typeof field === 'object' && field !== null;
    if (mayHold && !(isStream && typeof field === 'object' && !isPlain(field as object))) fields.push(field);
  }
  return fields;
}

/** A field may hold a message in its wire format. Ids are no messages. */
const LONGER_THAN_IDS = 40;

function isWholeMessage(field: string): boolean {
  return field.startsWith('{') || field.startsWith('[') || field.length > LONGER_THAN_IDS;
}

function framesIn(list: readonly unknown[]): TextKey[] {
  if (list.length > FRAMES_AT_MOST || isProxy(list)) return [];
  const parts = Object.keys(list).map((key) => plainField(list, key));
  if (!parts.every((part) => typeof part === 'string' || isBytes(part))) return [];
  return parts.flatMap((part) => keyOfText(part) ?? []);
}
