import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, type MessageMark } from '../flow.js';
import { isOn } from '../guard.js';
import type { SpanRecord } from '../span-records.js';
import type { RawFrame, StartEvent } from '../../protocol/trace-event.js';

/** The message that a flow is the handling of, unless the context was changed on purpose since. */
export function messageIn(frame: Frame | undefined): MessageMark | undefined {
  const message = frame?.message;
  return message && message.asked === frame.asked ? message : undefined;
}

export function messageNote({ port, n, turn, madeIn }: MessageMark, now: number): NonNullable<StartEvent['mg']> {
  const atOnce = turn === now ? 1 : 0;
  return madeIn ? [port, n, atOnce, madeIn.port, madeIn.n] : [port, n, atOnce];
}

/** The flow that goes on from here handles this message. */
export function markFlow(port: number, n: number, turn: number): void {
  const frame = currentFrame() ?? EMPTY_FRAME;
  enterFrame({ ...frame, message: { port, n, turn, asked: frame.asked, madeIn: undefined } });
}

/**
 * A callback is about to run in the flow where it was made. The message that has just come is the one it handles; the
 * one that it was made in may only have set it up.
 */
export function withMessageOf(made: Frame | undefined, now: Frame | undefined): Frame | undefined {
  const message = messageIn(now);
  if (!message || made?.message === message) return made;
  const before = made?.message;
  const madeIn = before && (before.port !== message.port || before.n !== message.n) ? unnested(before) : undefined;
  const frame = made ?? EMPTY_FRAME;
  return { ...frame, message: { ...message, asked: frame.asked, madeIn } };
}

function unnested(mark: MessageMark): MessageMark {
  return mark.madeIn ? { ...mark, madeIn: undefined } : mark;
}

export type ServedTeller = (message: MessageMark, span: SpanRecord, stack: readonly RawFrame[] | undefined) => void;

let tell: ServedTeller = () => {};
/** The message that was told of last: an answer settles many promises, one after the other. */
let told: { readonly port: number; readonly n: number } | undefined;

export function onServed(teller: ServedTeller): void {
  tell = teller;
}

/** What runs now completes a task of this span's. If a message was the occasion, it is the answer to that task. */
export function served(span: SpanRecord, stack: () => readonly RawFrame[] | undefined): void {
  const message = currentFrame()?.message;
  if (!message || span.ended || !isOn()) return;
  if (told?.port === message.port && told.n === message.n) return;
  told = message;
  tell(message, span, stack());
}
