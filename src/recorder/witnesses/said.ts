import type { SpanRecord } from '../span-records.js';
import type { TextKey } from './text-keys.js';

/** What was handed over, in which span, and where. Kept for a while, in case that it comes in somewhere. */
export interface Said {
  site: string;
  /** Of an array, a map, a set: who had filled that in before is the better place. */
  weak: boolean;
  /** `undefined`: nobody's, or several said the same. */
  work: SpanRecord | undefined;
  /** Somebody got it. */
  taken: boolean;
  readonly ms: number;
}

const KEPT_AT_MOST = 4096;
const KEPT_MS = 60_000;

const said = new Map<TextKey, Said>();
const constants = new Set<TextKey>();
/** What a site says is not always heard: most calls are no messages. After so many, none of its is expected to be one. */
const TRIALS = 1000;
const unheard = new Map<string, number>();

/** Has what goes out or comes in here (a site) ever been one of a pair, or is it too early to tell? */
export function isWorthALook(site: string): boolean {
  const times = (unheard.get(site) ?? 0) + 1;
  if (times > TRIALS) return false;
  unheard.set(site, times);
  return true;
}

/** It has. */
export function wasHeard(site: string): void {
  unheard.set(site, 0);
}

export function isAnythingSaid(): boolean {
  return said.size > 0;
}

/** Handed over once more: by the same work it is the same message, and the innermost call is where it leaves. */
export function say(key: TextKey, site: string, weak: boolean, work: SpanRecord | undefined): void {
  const before = said.get(key);
  if (!before || isGone(before)) {
    said.delete(key);
    said.set(key, { site, weak, work, taken: false, ms: performance.now() });
    if (said.size > KEPT_AT_MOST) dropOldest();
  } else if (before.work && !work) {
    // Somebody passes it on.
  } else if (before.work && work?.trace === before.work.trace) {
    before.work = work;
    if (weak && !before.weak) return;
    before.site = site;
    before.weak = weak;
  } else {
    // Neither can be told from the other.
    before.work = undefined;
  }
}

/** A text that stands in the program is no message of anybody's. */
export function isConstant(key: TextKey): void {
  if (constants.size < KEPT_AT_MOST) constants.add(key);
}

/** Who handed this over, where that can be told. */
export function whoSaid(key: TextKey): (Said & { readonly work: SpanRecord }) | undefined {
  const found = said.get(key);
  if (!found?.work || constants.has(key)) return undefined;
  return performance.now() - found.ms > KEPT_MS ? undefined : (found as Said & { readonly work: SpanRecord });
}

/** It has come in and its sender is done, or it is too old to come in any more. */
function isGone({ work, taken, ms }: Said): boolean {
  if (performance.now() - ms > KEPT_MS) return true;
  return taken && work?.ended === true;
}

function dropOldest(): void {
  const [oldest] = said.keys();
  if (oldest !== undefined) said.delete(oldest);
}
