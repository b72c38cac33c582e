import { isProxy } from 'node:util/types';
import { MessagePort } from 'node:worker_threads';
import type { PortEvent } from '../../protocol/trace-event.js';
import { plainField } from '../plain-field.js';

/** One end of a channel, as this thread knows it: a port, a child process, the process that forked this one. */
export interface End {
  readonly number: number;
  readonly kind: PortEvent['k'];
  sent: number;
  received: number;
}

const ends = new WeakMap<object, End>();
let count = 0;

export function endOf(holder: unknown): End | undefined {
  return typeof holder === 'object' && holder !== null ? ends.get(holder) : undefined;
}

export function newEnd(holder: object, kind: PortEvent['k']): End {
  const end = { number: ++count, kind, sent: 0, received: 0 };
  ends.set(holder, end);
  return end;
}

/** Ports are passed near the top of what is passed. */
const DEEPEST = 3;
const MOST = 200;

/** The ports in a message in an order that is the same on both sides. Looks without touching: no getter of the app's runs. */
export function portsIn(message: unknown, transferred: readonly unknown[] = []): MessagePort[] {
  const found = new Set<MessagePort>();
  let looked = 0;
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || ++looked > MOST) return;
    if (value instanceof MessagePort) found.add(value);
    else if (depth < DEEPEST && !ArrayBuffer.isView(value) && !isProxy(value)) lookInto(value, depth + 1);
  };
  const lookInto = (value: object, depth: number): void => {
    if (value instanceof Map) for (const pair of value) for (const one of pair) look(one, depth);
    else if (value instanceof Set) for (const one of value) look(one, depth);
    else
      for (const key of Object.keys(value)) {
        if (looked > MOST) return;
        look(plainField(value, key), depth);
      }
  };
  look(message, 0);
  for (const one of transferred) if (one instanceof MessagePort) found.add(one);
  return [...found];
}

/** What a call of `postMessage` transfers, as far as one can tell without using up an iterator. */
export function transferredBy(options: unknown): readonly unknown[] {
  if (Array.isArray(options)) return options;
  const list = typeof options === 'object' && options !== null && !isProxy(options) && 'transfer' in options;
  return list && Array.isArray(options.transfer) ? options.transfer : [];
}

/** An object that stands for the same end: receiving takes either. */
export function alsoEnd(holder: object, end: End): void {
  ends.set(holder, end);
}
