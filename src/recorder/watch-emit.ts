import type { EventEmitter } from 'node:events';
import { callThrough, inheritedMethod } from './call-through.js';
import { replaceMethod } from './shape.js';

type Emits = Pick<EventEmitter, 'emit'>;
type Teller = (target: EventEmitter, event: unknown, value: unknown) => void;

/**
 * Tells of events before and after their listeners: a listener of ours could be counted, and removed. `holder`: a
 * prototype; who puts an `emit` into an object of it calls ours in turn.
 */
export function watchEmit(holder: Emits, before: Teller, after: Teller): void {
  replaceMethod(holder, 'emit', (original) =>
    callThrough(
      Object.hasOwn(holder, 'emit') ? original : inheritedMethod(Object.getPrototypeOf(holder) as Emits, 'emit'),
      (target, [event, value]) => before(target as EventEmitter, event, value),
      (target, [event, value]) => after(target as EventEmitter, event, value),
    ),
  );
}

/** Of `process`, which has no other of its kind. */
export function processPrototype(): Emits {
  return Object.getPrototypeOf(process) as Emits;
}
