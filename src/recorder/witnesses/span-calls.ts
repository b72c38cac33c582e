import { isPromise } from 'node:util/types';
import {
  currentFrame,
  type DroppedCall,
  EMPTY_FRAME,
  enterFrame,
  type Frame,
  MAX_CHAIN,
  type SpanCall,
} from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { plainField } from '../plain-field.js';
import { isPending } from '../promise-state.js';
import { activeSpan } from '../slot.js';
import { recordOf, spansSoFar } from '../span-records.js';
import { callBegins, callEnds } from './blocking.js';
import { withMessageOf } from './message-marks.js';
import { keptIn } from './tracked-work.js';

/**
 * What is started in a span and lives on (a timer, a socket, a server, a loop) keeps the span's context for good. The
 * calls that are made in an open span leave a mark in the flow, which whatever they start inherits: where a span starts
 * long after its parent's end, the innermost mark says which line started what brought it here.
 */

let orders = 0;
let tell: (call: SpanCall) => void = () => {};

/** Told when a span has started in what a call left behind. */
export function onSpanCall(teller: (call: SpanCall) => void): void {
  tell = teller;
}

export function nextOrder(): number {
  return ++orders;
}

/** What is started once, on first use, is started where few calls are made. So only the first few of each place leave a mark. */
const MARKS_PER_SITE = 64;
const marked = new Map<string, number>();

class MarkedCall {
  readonly #call: SpanCall;
  readonly #before: Frame | undefined;
  readonly #began: number;

  constructor(call: SpanCall, before: Frame | undefined) {
    this.#call = call;
    this.#before = before;
    this.#began = callBegins(call.span);
  }

  kept<T>(value: T): T {
    try {
      if (isOn()) this.leave(value);
    } catch (error) {
      switchOff(error);
    }
    return value;
  }

  leave(value: unknown): void {
    callEnds(this.#call.site, this.#call.span, this.#began);
    enterFrame(afterwards(this.#before, currentFrame()));
    const promise = promiseIn(value);
    if (promise) this.#call.result = new WeakRef(promise);
  }

  /** The same, of what is kept. */
  leaveKept(value: unknown): void {
    this.leave(value);
    if (isPromise(value)) keptIn(this.#call, value);
  }
}

/** The caller's flow, with what came to be in the call: a message was received, a span was begun that nobody activated. */
export function afterwards(before: Frame | undefined, inside: Frame | undefined): Frame | undefined {
  const frame = withMessageOf(before, inside);
  return inside && inside.idle !== frame?.idle ? { ...(frame ?? EMPTY_FRAME), idle: inside.idle } : frame;
}

/** Of several promises the last will do: what started together ends at about the same time. */
function promiseIn(value: unknown): Promise<unknown> | undefined {
  if (isPromise(value)) return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const last = plainField(value, value.length - 1);
  return isPromise(last) ? last : undefined;
}

/** A call is about to be made. `undefined` where no open span is active, or where the place has left marks enough. */
export function markCall(site: string, span: Span | undefined): MarkedCall | undefined {
  const times = marked.get(site) ?? 0;
  if (!span || times >= MARKS_PER_SITE || recordOf(span)?.ended !== false) return undefined;
  marked.set(site, times + 1);
  const frame = currentFrame();
  const outer = frame?.spanCall && frame.spanCall.depth < MAX_CHAIN ? frame.spanCall : undefined;
  const call: SpanCall = {
    site,
    span,
    outer,
    depth: (outer?.depth ?? 0) + 1,
    number: 0,
    order: nextOrder(),
    result: undefined,
  };
  enterFrame({ ...(frame ?? EMPTY_FRAME), spanCall: call });
  return new MarkedCall(call, frame);
}

/** A call is about to be awaited, or an object to be made. */
export function begin(site: string): MarkedCall | undefined {
  if (!isOn() || spansSoFar() === 0 || (marked.get(site) ?? 0) >= MARKS_PER_SITE) return undefined;
  try {
    return markCall(site, activeSpan());
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

/** The calls under this span, inner ones first, in which a flow began; 1 for those whose promise is still pending. */
export function callsBehind(
  span: Span,
  flow: Frame,
  numberOfDropped: (call: DroppedCall) => number,
): (readonly [number: number, pending: 0 | 1])[] {
  const found: { readonly order: number; readonly number: number; readonly pending: 0 | 1 }[] = [];
  for (let call = flow.spanCall; call; call = call.outer) {
    if (call.span === span) found.push({ order: call.order, number: numberOf(call), pending: pendingIn(call) });
  }
  for (let call = flow.call; call; call = call.outer) {
    if (call.span === span && call.open)
      found.push({ order: call.order, number: numberOfDropped(call), pending: pendingIn(call) });
  }
  return found.sort((a, b) => b.order - a.order).map(({ number, pending }) => [number, pending]);
}

let count = 0;

/** Numbers of the calls that are marked, dropped ones included. */
export function nextCallNumber(): number {
  return ++count;
}

function numberOf(call: SpanCall): number {
  if (call.number === 0) {
    call.number = nextCallNumber();
    tell(call);
  }
  return call.number;
}

function pendingIn({ result }: SpanCall | DroppedCall): 0 | 1 {
  const promise = result?.deref();
  return promise && isPending(promise) ? 1 : 0;
}
