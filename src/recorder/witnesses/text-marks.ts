import type { StartEvent } from '../../protocol/trace-event.js';
import type { Frame, TextMark } from '../flow.js';
import { recordOf, type SpanRecord } from '../span-records.js';

/** The message that a flow is the handling of, unless the context was changed on purpose since. */
export function textIn(frame: Frame | undefined): TextMark | undefined {
  const text = frame?.text;
  return text && text.asked === frame.asked ? text : undefined;
}

/** What a span's start tells of it. */
export function textNote(
  { site, instance, work, ran, rootAsked, pulled, turn, nth }: TextMark,
  now: number,
): NonNullable<StartEvent['tx']> {
  return [
    site,
    instance,
    work.number,
    recordOf(ran)?.number ?? (rootAsked ? -2 : -1),
    pulled ? 1 : 0,
    turn === now ? 1 : 0,
    nth,
  ];
}

const awaited = new WeakSet<TextMark>();
let tellAwaited: (instance: number) => void = () => {};

export function onTextAwaited(teller: (instance: number) => void): void {
  tellAwaited = teller;
}

/** In this flow something was done that this span waits for. */
export function answered(work: SpanRecord, frame: Frame | undefined): void {
  const text = frame?.text;
  if (text?.work !== work || awaited.has(text)) return;
  awaited.add(text);
  tellAwaited(text.instance);
}
