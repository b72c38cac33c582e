import { isPromise } from 'node:util/types';
import { currentFrame, type DroppedCall, EMPTY_FRAME, enterFrame, type Frame, MAX_CHAIN } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { isPending } from '../promise-state.js';
import { activeSpan } from '../slot.js';
import { recordOf } from '../span-records.js';
import { thenOf } from '../thenables.js';
import { callBegins, callEnds } from './blocking.js';
import { nextCallNumber, nextOrder } from './span-calls.js';

/**
 * Marks what happens in a call whose result a statement drops. If the result is a promise, nobody awaits what was
 * started in there: where a span outlives its parent, this is the line that let it.
 */

let tell: (call: DroppedCall) => void = () => {};

/** Told when a span has started in a call, and again when the call has returned a promise, or that is settled. */
export function onDroppedCall(teller: (call: DroppedCall) => void): void {
  tell = teller;
}

class Call {
  readonly #call: DroppedCall;
  readonly #before: Frame | undefined;
  readonly #began: number;

  constructor(call: DroppedCall, before: Frame | undefined) {
    this.#call = call;
    this.#before = before;
    this.#began = callBegins(call.span);
  }

  returned(value: unknown): void {
    try {
      if (!isOn() || !(isPromise(value) || thenOf(value))) return;
      this.#call.promise = true;
      if (this.#call.open && isPromise(value)) this.#call.result = new WeakRef(value);
      if (this.#call.number !== 0) tell(this.#call);
    } catch (error) {
      switchOff(error);
    }
  }

  left(): void {
    try {
      if (!isOn()) return;
      callEnds(this.#call.site, this.#call.span, this.#began);
      enterFrame(this.#before);
    } catch (error) {
      // Where the stack is full no call of ours survives either: the app's own error goes on.
      try {
        switchOff(error);
      } catch {}
    }
  }
}

/** A statement is about to call something and to drop what it returns. */
export function call(site: string): Call | undefined {
  if (!isOn()) return undefined;
  try {
    const span = activeSpan();
    if (span === undefined) return undefined;
    const frame = currentFrame();
    const mark = markOf(site, span, frame);
    enterFrame({ ...(frame ?? EMPTY_FRAME), call: mark });
    return new Call(mark, frame);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

/** The same for a call whose promise is put into a `Promise.all`, which stops waiting for it when another one fails. */
export function markOf(site: string, span: Span, frame: Frame | undefined): DroppedCall {
  const outer = frame?.call && frame.call.depth < MAX_CHAIN ? frame.call : undefined;
  return {
    site,
    span,
    outer,
    depth: (outer?.depth ?? 0) + 1,
    number: 0,
    promise: false,
    settled: false,
    together: undefined,
    order: nextOrder(),
    open: recordOf(span)?.ended === false,
    result: undefined,
  };
}

/** A span ends after its parent. What had been waited for together, and is settled by now, did not let that happen. */
export function outlived(marks: readonly DroppedCall[]): void {
  for (const mark of marks) {
    if (mark.settled || !isSettled(mark)) continue;
    mark.settled = true;
    if (isOn() && mark.number !== 0) tell(mark);
  }
}

function isSettled({ together }: DroppedCall): boolean {
  if (!together || together.length === 0) return false;
  return together.every((one) => {
    const promise = one.deref();
    return promise === undefined || !isPending(promise);
  });
}

/** The calls that this span was started in and whose promises are waited for together with others. */
export function callsTogether(span: Span | undefined): DroppedCall[] | undefined {
  let calls: DroppedCall[] | undefined;
  for (let mark = currentFrame()?.call; mark; mark = mark.outer) {
    if (mark.span !== span || !mark.together) continue;
    calls ??= [];
    calls.push(mark);
  }
  return calls;
}

/** Numbers of the dropped calls, inner ones first, that were made under this span and that the flow is in. */
export function droppedCallsUnder(span: Span | undefined): number[] | undefined {
  let numbers: number[] | undefined;
  for (let mark = currentFrame()?.call; mark; mark = mark.outer) {
    if (mark.span !== span || mark.settled) continue;
    numbers ??= [];
    numbers.push(numberOfDropped(mark));
  }
  return numbers;
}

export function numberOfDropped(mark: DroppedCall): number {
  if (mark.number === 0) {
    mark.number = nextCallNumber();
    tell(mark);
  }
  return mark.number;
}
