import { isPromise, isProxy, isSet } from 'node:util/types';
import { currentFrame, type DroppedCall, type SpanCall } from '../flow.js';
import { plainField } from '../plain-field.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord } from '../span-records.js';

/**
 * Work that a span leaves to others on purpose: its promise goes into a list (`waitUntil`), and somebody else waits for
 * all that is in there, at the shutdown say. Few are in the list then, so it is the place that counts.
 */

/** Of longer lists the first ones are enough. */
const LOOKED_AT = 1000;
/** Calls that a span was started in, inner ones first. */
const CALLS = 8;

/** The call that returned it, and the statement around that which drops what it gets: `after(() => send(mail));`. */
interface Kept {
  readonly call: SpanCall;
  readonly within: DroppedCall | undefined;
}

const promises = new WeakMap<object, Kept>();
const places = new Set<string>();
let tell: (site: string) => void = () => {};

export function onTrackedWork(teller: (site: string) => void): void {
  tell = teller;
}

/** A call that is made in a span has returned this, which is kept. */
export function keptIn(call: SpanCall, promise: Promise<unknown>): void {
  promises.set(promise, { call, within: currentFrame()?.call });
}

/** A list is about to be waited for. */
export function waitsForAll(list: unknown): void {
  for (const one of elementsOf(list)) {
    const kept = isPromise(one) ? promises.get(one) : undefined;
    if (!kept || kept.call.span === activeSpan()) continue;
    isTracked(kept.call.site);
    for (let call = kept.within; call; call = call.outer) if (call.span === kept.call.span) isTracked(call.site);
  }
}

function isTracked(site: string): void {
  if (places.has(site)) return;
  places.add(site);
  tell(site);
}

function elementsOf(list: unknown): unknown[] {
  if (isProxy(list)) return [];
  if (isSet(list)) return [...Set.prototype.values.call(list)].slice(0, LOOKED_AT);
  if (!Array.isArray(list)) return [];
  return Array.from({ length: Math.min(list.length, LOOKED_AT) }, (_, index) => plainField(list, index));
}

/** The places of the calls under `parent` in which the current flow began. */
export function calledIn(parent: SpanRecord): string[] {
  const sites: string[] = [];
  for (let call = currentFrame()?.spanCall; call && sites.length < CALLS; call = call.outer)
    if (recordOf(call.span) === parent) sites.push(call.site);
  return sites;
}
