import { isNativeError, isProxy } from 'node:util/types';
import { stateOf } from './promise-state.js';

/** Why a promise was rejected, without what the program would notice: no getter is called, and no stack is made. */
export interface Rejection {
  readonly error: object;
  /** What it is called: its `name`, or else its class. */
  readonly name?: string;
  /** Somebody did not want the work any more. */
  readonly cancelled: boolean;
}

/** `undefined` for a promise that was not rejected, or with something that is no error: control flow, then. */
export function rejectionOf(promise: Promise<unknown>): Rejection | undefined {
  const state = stateOf(promise);
  return state?.is === 'rejected' ? rejectionBy(state.value) : undefined;
}

function rejectionBy(error: unknown): Rejection | undefined {
  if (typeof error !== 'object' || error === null || isProxy(error)) return undefined;
  const ofDom = domName(error);
  if (!isNativeError(error) && ofDom === undefined) return undefined;
  const name = ofDom ?? nameOf(error);
  const code = dataOf(error, 'code');
  const cancelled = (name !== undefined && CANCELLED.has(name)) || (typeof code === 'string' && CANCELLED.has(code));
  return { error, ...(name === undefined ? {} : { name }), cancelled };
}

/** As Node, the web's libraries and axios call it. */
const CANCELLED = new Set([
  'AbortError',
  'CanceledError',
  'CancelError',
  'CancelledError',
  'ABORT_ERR',
  'ERR_CANCELED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const readDomName = Object.getOwnPropertyDescriptor(DOMException.prototype, 'name')?.get;

/** Of Node's own class, whose getter runs nothing of the program's. */
function domName(error: object): string | undefined {
  try {
    return readDomName ? String(readDomName.call(error)) : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(error: object): string | undefined {
  const name = dataOf(error, 'name');
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name;
  const made = dataOf(error, 'constructor');
  const ofClass = typeof made === 'function' && !isProxy(made) ? dataOf(made, 'name') : undefined;
  return typeof ofClass === 'string' && ofClass !== '' ? ofClass : undefined;
}

const DEEPEST = 10;

/** A property that is no getter, own or inherited. */
function dataOf(holder: object, key: string): unknown {
  let object: object | null = holder;
  for (let depth = 0; object !== null && !isProxy(object) && depth < DEEPEST; depth++) {
    const own = Object.getOwnPropertyDescriptor(object, key);
    if (own) return own.value;
    object = Object.getPrototypeOf(object);
  }
  return undefined;
}
