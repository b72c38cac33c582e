import { isProxy } from 'node:util/types';
import { boundThrough } from '../call-through.js';
import { isOn } from '../guard.js';
import { plainField } from '../plain-field.js';
import { activeSpan } from '../slot.js';
import { made, type Origin } from './callbacks.js';

/** Functions that are handed over by those who did not write them down there: made by a factory, bound to an object. */

const closures = new WeakMap<object, Origin>();

/** A function returns one that it made. It only counts if it is handed over in the same span. */
export function returned<T extends object>(closure: T, origin: Origin | undefined): T {
  if (origin) {
    origin.sleep();
    closures.set(closure, origin);
  }
  return closure;
}

/** What a call has made is handed over. */
export function handMade<T>(made_: T, site: string): T {
  if (typeof made_ === 'function' && isOn()) closures.get(made_)?.handedAt(site, activeSpan());
  return made_;
}

/** Nobody else has the function that `bind` has just made, so another can stand for it. */
export function handBound<T>(bound: T, site: string): T {
  if (typeof bound !== 'function' || isProxy(bound) || !isBound(bound)) return bound;
  const origin = made(site);
  return origin ? boundThrough(bound, () => origin.enter(0)) : bound;
}

/** Made by `Function.prototype.bind`: has a name that says so, and no prototype of its own. */
function isBound(fn: object): boolean {
  const name = plainField(fn, 'name');
  return typeof name === 'string' && name.startsWith('bound ') && !Object.hasOwn(fn, 'prototype');
}
