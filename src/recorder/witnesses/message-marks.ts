import type { RawFrame, StartEvent } from '../../protocol/trace-event.js';
import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, type MessageMark } from '../flow.js';
import { isOn } from '../guard.js';
import { plainField } from '../plain-field.js';
import type { SpanRecord } from '../span-records.js';

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
  if (!message || made?.message === message) return withTextOf(made, now);
  const before = made?.message;
  const madeIn = before && (before.port !== message.port || before.n !== message.n) ? unnested(before) : undefined;
  const frame = made ?? EMPTY_FRAME;
  return withTextOf({ ...frame, message: { ...message, asked: frame.asked, madeIn } }, now);
}

/** The same for what has come in as a text, and for what was looked for in it. */
function withTextOf(made: Frame | undefined, now: Frame | undefined): Frame | undefined {
  const text = now?.text;
  const arrived = text !== undefined && text.asked === now?.asked && made?.text !== text;
  if (!arrived && made?.looked === now?.looked) return made;
  const frame = made ?? EMPTY_FRAME;
  return { ...frame, looked: now?.looked, ...(arrived ? { text: { ...text, asked: frame.asked } } : {}) };
}

function unnested(mark: MessageMark): MessageMark {
  return mark.madeIn ? { ...mark, madeIn: undefined } : mark;
}

let data: unknown;

/** What the message says that is being handled from here on, in this turn. Gives back what was. */
export function nowHandling(message: unknown): unknown {
  const before = data;
  data = message;
  return before;
}

const DEEPEST = 3;
const LOOKS_AT_MOST = 64;

/**
 * Is this part of the message that is being handled? Whoever gets its answer gets that out of the message; whose turn it
 * is next gets a worker, or nothing.
 */
export function isFromMessage(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return false;
  let looks = 0;
  let level: unknown[] = [data];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const part of level) {
      if (Object.is(part, value)) return true;
      if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part) || ++looks > LOOKS_AT_MOST) continue;
      for (const key of Object.keys(part)) next.push(plainField(part, key));
    }
    level = next.slice(0, LOOKS_AT_MOST);
  }
  return false;
}

export type ServedTeller = (message: MessageMark, span: SpanRecord, stack: readonly RawFrame[] | undefined) => void;

let tell: ServedTeller = () => {};
/** What was told of last: an answer settles many promises, one after the other. */
let told: { readonly port: number; readonly n: number; readonly spans: Set<SpanRecord> } | undefined;

export function onServed(teller: ServedTeller): void {
  tell = teller;
}

/** What runs now completes a task of this span's. If a message was the occasion, it is the answer to that task. */
export function served(span: SpanRecord, stack: () => readonly RawFrame[] | undefined): void {
  const message = currentFrame()?.message;
  if (!message || span.ended || !isOn()) return;
  if (told?.port !== message.port || told.n !== message.n)
    told = { port: message.port, n: message.n, spans: new Set() };
  if (told.spans.has(span)) return;
  told.spans.add(span);
  tell(message, span, stack());
}
