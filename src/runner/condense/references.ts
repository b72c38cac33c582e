import { inLane, type Lane, type Sending, type Span, type TraceModel } from '../../model/types.js';

/** That several wait for a promise is all that counts: it is then nobody's in particular. */
const AWAITING_AT_MOST = 3;
/** A chain of answers is looked at as far as the witness does, and then some. */
const ANSWERS_AT_MOST = 32;

/** The other spans that what was noted of a span speaks of: without them, it would mean something else. */
export function referencesOf(span: Span, model: TraceModel): Span[] {
  const { callback, text, earlyContext, overwritten, took, idle, uncarried, lane } = span;
  const others: (Span | null | undefined)[] = [
    callback?.work,
    callback?.ran,
    text?.work,
    text?.ran,
    earlyContext?.active,
    overwritten?.own,
    took?.work,
    idle,
    uncarried,
  ];
  for (const number of span.keptCalls)
    others.push(...[...(model.keptCalls.get(inLane(lane, number))?.awaitedBy ?? [])].slice(0, AWAITING_AT_MOST));
  const wakening = span.wake && model.wakenings.get(inLane(lane, span.wake.wakening));
  if (wakening) {
    others.push(wakening.work);
    for (const { to, of, by } of wakening.answers) others.push(to, of, by);
  }
  for (const sending of sendingsBehind(span, model))
    others.push(sending.span, ...sending.servedFor.map((served) => served.span));
  return others.filter((other) => other !== null && other !== undefined);
}

/** The messages in whose handling a span was started, and those that they are answers to. */
export function sendingsBehind({ message, lane }: Span, model: TraceModel): Sending[] {
  if (!message) return [];
  const { port, n, madeIn } = message;
  return [...chainOf(lane, port, n, model), ...(madeIn ? chainOf(lane, madeIn.port, madeIn.n, model) : [])];
}

/** The message that a lane received, the one in whose handling that was sent, and so on. */
export function chainOf(lane: Lane, port: number, n: number, { messages }: TraceModel): ReadonlySet<Sending> {
  const chain = new Set<Sending>();
  let sending = messages.sendingOf(lane, port, n);
  while (sending && !chain.has(sending) && chain.size < ANSWERS_AT_MOST) {
    chain.add(sending);
    sending = sending.answers && messages.sendingOf(sending.lane, sending.answers.port, sending.answers.n);
  }
  return chain;
}
