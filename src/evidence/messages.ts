import { SERVER } from '../protocol/span-kind.js';
import { withoutNumbers } from '../protocol/without-numbers.js';
import { relayed } from '../model/message-log.js';
import type { Nesting } from '../model/questions/nesting.js';
import { hasEnded, isOpenAtStartOf } from '../model/questions/order.js';
import { nameBeside } from '../model/questions/name-beside.js';
import {
  inLane,
  type Lane,
  type MessageNote,
  type Messages,
  type Sending,
  type Span,
  type TraceModel,
} from '../model/types.js';
import type { RawFrame, SiteId } from '../protocol/trace-event.js';
import { CLOCKS_APART_MS } from './clocks.js';
import type { Boundary, Testimony } from './evidence.js';
import { isCollecting } from './is-collecting.js';

/** Whose work a message is, and where it was handed over. */
interface Origin {
  readonly span: Span;
  readonly stack: readonly RawFrame[] | null;
  /** What it had handed over there was seen in the message. */
  readonly site?: SiteId | null;
  /** It waits for the answer. */
  readonly awaited: boolean;
}

/** The witness `messages`: spans that started in the handling of a message which another span had sent. */
export function messageTestimony({ messages, spans }: TraceModel, nesting: Nesting): (span: Span) => Testimony | null {
  const places = placesBySender(messages);
  const answers = new Map<Sending, boolean>();
  let counts: ReturnType<typeof countedByPlace> | undefined;
  return (span) => {
    const note = span.message;
    const sending = note && messages.sendingOf(span.lane, note.port, note.n);
    const origin = sending && originOf(sending, span.lane);
    if (!note || !sending || !origin || isInnocent(span, note, sending, origin.span)) return null;
    counts ??= countedByPlace();
    const { senders, works } = counts.get(placeOf(sending)) ?? { senders: new Set(), works: 0 };
    if (!origin.awaited && works > 0 && isCollecting(senders.size, works)) return null;
    const boundary = boundaryOf(origin);
    if (!boundary) return null;
    return {
      witness: 'messages',
      mechanism: sending.acrossProcesses ? 'child-process' : 'worker-thread',
      expected: origin.span,
      boundary,
      confidence: origin.awaited ? 'certain' : 'likely',
      statement: statementOf(span, note, sending, origin.span),
      incident: `message ${inLane(span.lane, note.port)}:${note.n}`,
    };
  };

  /** The spans that sent something from one place over one channel, and the roots that were started for it. */
  function countedByPlace(): Map<string, { readonly senders: Set<Span>; works: number }> {
    const byPlace = new Map<string, { readonly senders: Set<Span>; works: number }>();
    for (const sending of messages.sendings) {
      if (!sending.span || sending.weak) continue;
      const place = byPlace.get(placeOf(sending)) ?? { senders: new Set(), works: 0 };
      place.senders.add(sending.span);
      byPlace.set(placeOf(sending), place);
    }
    for (const { lane, message, parentId } of spans) {
      const sending = message && parentId === null ? messages.sendingOf(lane, message.port, message.n) : null;
      const place = sending && byPlace.get(placeOf(sending));
      if (place) place.works++;
    }
    return byPlace;
  }

  /** Of a place few stacks are taken; for the others that of spans of the same name speaks. */
  function placeOf({ lane, port, span, stack, site }: Sending): string {
    const [frame] = stack ?? places.get(withoutNumbers(span?.name ?? '')) ?? [];
    return `${lane.index} ${port} ${site ?? frame?.join(':') ?? ''}`;
  }

  function boundaryOf({ span, stack, site }: Origin): Boundary | null {
    if (site) return { site };
    const [frame] = stack ?? places.get(withoutNumbers(span.name)) ?? [];
    return frame ? { frame } : null;
  }

  function isInnocent(span: Span, note: MessageNote, sending: Sending, sender: Span): boolean {
    if (isBegunOnPurpose(span, sender) || isInItsPlace(span, sender)) return true;
    // What a server, poller or timer does that a message set up is not the sender's work for ever.
    if (!note.atOnce && !isStillAtWork(sender, span)) return true;
    // No message is handled before it is sent: the pairing cannot be right.
    if (timeOf(span.lane, span.startMs) + CLOCKS_APART_MS < timeOf(sending.lane, sending.ms)) return true;
    return note.madeIn !== null && isRival(span, note.madeIn, sender);
  }

  function isInItsPlace(span: Span, sender: Span): boolean {
    const { parent } = span;
    // A parent that was not recorded was given by somebody.
    if (!parent) return span.parentId !== null;
    // The handler runs for a span that is at work: its own. One that has ended is only what the port was made in.
    if (parent.lane !== span.lane || isOpenAtStartOf(parent, span)) return true;
    return nesting.isWithin(parent, sender) || nesting.isWithin(sender, parent);
  }

  /** A handler that was made in the handling of another message: the work may be that one's. */
  function isRival(span: Span, { port, n }: { readonly port: number; readonly n: number }, sender: Span): boolean {
    const first = messages.sendingOf(span.lane, port, n);
    const other = first && originOf(first, span.lane)?.span;
    return !!other && other !== sender && isStillAtWork(other, span);
  }

  function originOf(sending: Sending, receiver: Lane): Origin | null {
    if (sending.servedFor.length > 0 || !isAnswer(sending, receiver)) return jobOf(sending);
    // An answer is part of what was asked for.
    const asked = askedBy(sending);
    return (asked && jobOf(asked)) ?? ownOf(sending);
  }

  /** The message in whose handling this one was sent. */
  function askedBy({ lane, answers }: Sending): Sending | null {
    return answers && messages.sendingOf(lane, answers.port, answers.n);
  }

  /**
   * An answer goes back to whoever asked. The next task goes back as well, in the handling of an answer: so the one
   * follows the other, as far back as it goes.
   */
  function isAnswer(sending: Sending, receiver: Lane): boolean {
    const chain: Sending[] = [];
    let to = receiver;
    let at: Sending | null = sending;
    let answer = false;
    while (at) {
      const known = answers.get(at);
      if (known !== undefined) {
        answer = known;
        break;
      }
      // For now: a damaged recording may hold a circle.
      answers.set(at, false);
      const asked = askedBy(at);
      if (asked?.lane !== to) break;
      chain.push(at);
      to = at.lane;
      at = asked;
    }
    for (const one of chain.reverse()) {
      answer = !answer;
      answers.set(one, answer);
    }
    return answer;
  }

  function jobOf(message: Sending): Origin | null {
    const sending = relayed(message, messages.sendingOf);
    const { span, weak, stack, site, servedFor } = sending;
    if (span && site !== null)
      return { span, stack, site, awaited: servedFor.some((one) => areRelated(span, one.span)) };
    const own = servedFor.some(({ span: waits }) => span && areRelated(span, waits));
    if (span && own && !weak) return { span, stack, awaited: true };
    const [served, ...others] = servedFor;
    // The answer also let others have their turn.
    if (others.length > 0) return null;
    if (served) return { span: served.span, stack: served.stack ?? stack, awaited: true };
    if (weak) return null;
    return span && { span, stack, awaited: false };
  }

  function areRelated(a: Span, b: Span): boolean {
    return nesting.isWithin(a, b) || nesting.isWithin(b, a);
  }
}

function ownOf({ span, weak, stack }: Sending): Origin | null {
  return span && !weak ? { span, stack, awaited: false } : null;
}

/** Work from outside begins in a server span, and who links to the sender has chosen to. */
function isBegunOnPurpose(span: Span, sender: Span): boolean {
  if (span.parentId === null && span.kind === SERVER) return true;
  return span.links.some(([trace, id]) => id === sender.id || trace === sender.trace.id);
}

function isStillAtWork(sender: Span, span: Span): boolean {
  if (!hasEnded(sender)) return true;
  if (sender.lane === span.lane) return isOpenAtStartOf(sender, span);
  return timeOf(span.lane, span.startMs) <= timeOf(sender.lane, sender.endMs) + CLOCKS_APART_MS;
}

function timeOf(lane: Lane, ms: number): number {
  return lane.origin + ms;
}

/** Stacks are taken a bounded number of times: where all of a sender's say the same, the others would have said it, too. */
function placesBySender({ sendings }: Messages): ReadonlyMap<string, readonly RawFrame[] | null> {
  const places = new Map<string, readonly RawFrame[] | null>();
  const note = (span: Span, stack: readonly RawFrame[] | null): void => {
    const frame = stack?.[0];
    if (!frame) return;
    const key = withoutNumbers(span.name);
    const other = places.get(key);
    if (other === undefined) places.set(key, [frame]);
    else if (other?.[0]?.join() !== frame.join()) places.set(key, null);
  };
  for (const { span, weak, stack, servedFor } of sendings) {
    if (span && !weak) note(span, stack);
    for (const served of servedFor) note(served.span, served.stack);
  }
  return places;
}

function statementOf(span: Span, { n }: MessageNote, sending: Sending, sender: Span): string {
  const where = sending.acrossProcesses ? 'process' : 'thread';
  const from = span.lane === sending.lane ? `the same ${where}` : `another ${where}`;
  return `"${span.name}" handles message ${n} from ${from}, sent for ${nameBeside(sender, span)}`;
}
