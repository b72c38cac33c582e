import type { Handed } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';
import { newInstance } from './callbacks.js';

/**
 * Keys that spans hand to a method and wait for (`await users.load(id)`). A loader collects them and gives them to its
 * batch function in one array. A key is a plain value and proves nothing; an array of keys, each of which another open
 * span waits for at one and the same line, does.
 */

type Key = string | number | bigint;

interface Pending extends Handed {
  readonly key: Key;
  readonly work: SpanRecord;
}

/** A loader's batch is smaller; what is older was answered long ago. */
const PENDING_AT_MOST = 64;
const SITES_AT_MOST = 200;
const LONGEST_KEY = 200;
const pending = new Map<string, Pending[]>();

/** The first argument of a call that is waited for. */
export function keyed<T>(value: T, site: string): T {
  if (!isKey(value) || !isOn()) return value;
  try {
    const work = recordOf(activeSpan());
    if (!work) return value;
    const own = pending.get(site) ?? [];
    if (own.length === 0) {
      if (pending.size >= SITES_AT_MOST) return value;
      pending.set(site, own);
    }
    own.push({ key: value, site, instance: newInstance(), madeAfter: spansSoFar(), work });
    if (own.length > 2 * PENDING_AT_MOST) own.splice(0, own.length - PENDING_AT_MOST);
  } catch (error) {
    switchOff(error);
  }
  return value;
}

function isKey(value: unknown): value is Key {
  return (
    typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && value.length <= LONGEST_KEY)
  );
}

/** Whose keys these are: those of one line, of at least two spans. */
export function keysIn(items: readonly unknown[]): Map<unknown, Handed> | undefined {
  if (pending.size === 0 || items.length < 2 || !items.every(isKey)) return undefined;
  let found: Map<unknown, Handed> | undefined;
  for (const [site, own] of pending) {
    const owners = ownersOf(items, own);
    if (!owners) continue;
    if (found) return undefined;
    found = owners;
    pending.set(
      site,
      own.filter(({ key }) => !owners.has(key)),
    );
  }
  return found;
}

function ownersOf(keys: readonly Key[], own: readonly Pending[]): Map<unknown, Handed> | undefined {
  const owners = new Map<unknown, Handed>();
  const spans = new Set<SpanRecord>();
  for (const key of keys) {
    const waiting = own.filter((one) => one.key === key && !one.work.ended);
    const [first, ...others] = waiting;
    if (!first) return undefined;
    spans.add(first.work);
    // Two spans wait for the same: whose it is nobody can tell.
    owners.set(key, others.some(({ work }) => work !== first.work) ? { ...first, work: undefined } : first);
  }
  return spans.size >= 2 ? owners : undefined;
}
