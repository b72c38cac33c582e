import type { MovedEvent, PortEvent, SendEvent, ServedEvent } from '../protocol/trace-event.js';
import { inLane, type Lane, type Messages, type Sending, type Span } from './types.js';

/**
 * Finds out which end of a channel belongs to which. Every thread numbers its own ends; what leads from one thread to
 * another is that a worker's parent knows its thread id, a forking process the child's, and that a port which was sent
 * arrives with the message that it was sent with.
 */

/** An end of a channel. A port that moves to another thread goes on counting where it was. */
interface Place {
  readonly channel: string;
  readonly side: 0 | 1;
  readonly sentBefore: number;
  readonly receivedBefore: number;
}

type Arrivals = ReadonlyMap<string, Known<MovedEvent>>;

interface Known<E> {
  readonly lane: Lane;
  readonly event: E;
}

export class MessageLog {
  readonly #ports = new Map<string, Known<PortEvent>>();
  readonly #moves = new Map<string, Known<MovedEvent>>();
  readonly #sends: Known<SendEvent>[] = [];
  readonly #served: Known<ServedEvent>[] = [];
  readonly #places = new Map<string, Place | null>();
  readonly #spanOf: (lane: Lane, number: number | undefined) => Span | null;

  constructor(spanOf: (lane: Lane, number: number | undefined) => Span | null) {
    this.#spanOf = spanOf;
  }

  add(lane: Lane, event: PortEvent | MovedEvent | SendEvent | ServedEvent): void {
    if (event.t === 'port') this.#ports.set(inLane(lane, event.i), { lane, event });
    else if (event.t === 'moved') this.#moves.set(inLane(lane, event.i), { lane, event });
    else if (event.t === 'send') this.#sends.push({ lane, event });
    else this.#served.push({ lane, event });
  }

  joined(): Messages {
    const arrivals = this.#arrivals();
    const byMessage = new Map<string, Sending>();
    for (const { lane, event } of this.#sends) {
      const place = this.#place(lane, event.i, arrivals);
      if (!place) continue;
      byMessage.set(`${place.channel}>${place.side}:${place.sentBefore + event.n}`, this.#sending(lane, event, place));
    }
    const sendingOf = (lane: Lane, port: number, n: number): Sending | null => {
      const place = this.#place(lane, port, arrivals);
      return (place && byMessage.get(messageKey(place, n))) ?? null;
    };
    this.#noteServed(byMessage, sendingOf, arrivals);
    return { sendingOf, sendings: [...byMessage.values()] };
  }

  #sending(lane: Lane, event: SendEvent, { channel }: Place): Sending {
    return {
      lane,
      port: event.i,
      n: event.n,
      ms: event.ms,
      acrossProcesses: isAcrossProcesses(channel),
      span: this.#spanOf(lane, event.q),
      weak: event.wk === 1,
      stack: event.st ?? null,
      site: event.at ?? null,
      answers: event.v ? { port: event.v[0], n: event.v[1] } : null,
      servedFor: [],
    };
  }

  /** What an answer completed is what the message was about that it answers. */
  #noteServed(byMessage: Map<string, Sending>, sendingOf: Messages['sendingOf'], arrivals: Arrivals): void {
    for (const { lane, event } of this.#served) {
      const span = this.#spanOf(lane, event.q);
      const answer = cameFrom(lane, sendingOf(lane, event.m[0], event.m[1]), sendingOf);
      const place = answer?.answers && this.#place(answer.lane, answer.answers.port, arrivals);
      if (!answer?.answers || !place || !span) continue;
      const key = messageKey(place, answer.answers.n);
      // Sent in no span, and so not told of.
      const asked = byMessage.get(key) ?? unknownSending(lane, place);
      byMessage.set(key, asked);
      const about = relayed(asked, sendingOf);
      if (about.lane === lane && !about.servedFor.some((one) => one.span === span))
        about.servedFor.push({ span, stack: event.st ?? null });
    }
  }

  /** Ports that moved, by how they arrive: with which message of which channel, or with which worker's data. */
  #arrivals(): Map<string, Known<MovedEvent>> {
    const arrivals = new Map<string, Known<MovedEvent>>();
    let waiting = [...this.#moves.values()];
    // A port can move over a port that has moved: each round finds the way of those that the last has made known.
    for (let known = -1; known !== arrivals.size; ) {
      known = arrivals.size;
      waiting = waiting.filter((move) => {
        const key = this.#arrivalKey(move, arrivals);
        if (key !== null) arrivals.set(key, move);
        return key === null;
      });
    }
    return arrivals;
  }

  #arrivalKey({ lane, event }: Known<MovedEvent>, arrivals: Arrivals): string | null {
    const { w, m, at } = event;
    if (w !== undefined) return `data ${lane.process}.${w}:${at}`;
    const place = m && this.#place(lane, m[0], arrivals);
    return m && place ? `${place.channel}>${place.side}:${place.sentBefore + m[1]}:${at}` : null;
  }

  /** Where a lane's port stands. Ports can come over ports that came over ports. */
  #place(lane: Lane, port: number, arrivals: Arrivals): Place | null {
    const key = inLane(lane, port);
    const known = this.#places.get(key);
    if (known) return known;
    // Against a circle that a damaged recording may hold.
    if (known === null) return null;
    this.#places.set(key, null);
    const found = this.#find(lane, port, arrivals);
    if (found) this.#places.set(key, found);
    else this.#places.delete(key);
    return found;
  }

  #find(lane: Lane, port: number, arrivals: Arrivals): Place | null {
    const event = this.#ports.get(inLane(lane, port))?.event;
    if (!event) return null;
    switch (event.k) {
      case 'worker':
        return atStart(`thread ${lane.process}.${event.to}`, 0);
      case 'parent':
        return atStart(`thread ${lane.process}.${lane.thread}`, 1);
      case 'child':
        return atStart(`process ${event.to}`, 0);
      case 'ipc':
        return atStart(`process ${lane.process}`, 1);
      case 'pair':
        return event.to ? atStart(`pair ${lane.index}:${event.to}`, 1) : atStart(`pair ${lane.index}:${event.i}`, 0);
      case 'broadcast':
        return this.#member(lane, event);
      case 'data':
        return this.#arrived(arrivals.get(`data ${lane.process}.${lane.thread}:${event.at}`), arrivals);
      case 'got': {
        const carrier = event.m && this.#place(lane, event.m[0], arrivals);
        if (!carrier || !event.m) return null;
        return this.#arrived(arrivals.get(`${messageKey(carrier, event.m[1])}:${event.at}`), arrivals);
      }
    }
  }

  #arrived(move: Known<MovedEvent> | undefined, arrivals: Arrivals): Place | null {
    const before = move && this.#place(move.lane, move.event.i, arrivals);
    if (!before) return null;
    const { channel, side, sentBefore, receivedBefore } = before;
    return {
      channel,
      side,
      sentBefore: sentBefore + move.event.s,
      receivedBefore: receivedBefore + move.event.r,
    };
  }

  /** A group of two is a channel. What is said to many is news, and nobody's work. */
  #member(lane: Lane, { i, name, ms }: PortEvent): Place | null {
    const members = [...this.#ports.values()].filter(
      ({ lane: other, event }) => event.k === 'broadcast' && event.name === name && other.process === lane.process,
    );
    const self = members.findIndex((one) => one.lane === lane && one.event.i === i);
    const other = members[1 - self];
    if (members.length !== 2 || !other) return null;
    const side = self === 0 ? 0 : 1;
    const receivedBefore = this.#sentUntil(other, lane.origin + ms);
    return { channel: `group ${lane.process} ${name}`, side, sentBefore: 0, receivedBefore };
  }

  /** What a member of a group had said before another came: there is only the clock to tell. */
  #sentUntil({ lane, event }: Known<PortEvent>, time: number): number {
    let said = 0;
    for (const send of this.#sends)
      if (send.lane === lane && send.event.i === event.i && lane.origin + send.event.ms < time) said = send.event.n;
    return said;
  }
}

/** More relays than this in one thread were not seen. */
const MOST_RELAYS = 8;

/** A message that a thread sent to itself, in the handling of another: the one that stands at the beginning. */
export function relayed(sending: Sending, sendingOf: Messages['sendingOf']): Sending {
  let at = sending;
  for (let relays = 0; at.answers && relays < MOST_RELAYS; relays++) {
    const before = sendingOf(at.lane, at.answers.port, at.answers.n);
    if (before?.lane !== at.lane) break;
    at = before;
  }
  return at;
}

/** What came into a thread from elsewhere, and was passed on to where it is handled. */
function cameFrom(lane: Lane, sending: Sending | null, sendingOf: Messages['sendingOf']): Sending | null {
  let at = sending;
  for (let relays = 0; at?.lane === lane && relays < MOST_RELAYS; relays++)
    at = at.answers && sendingOf(lane, at.answers.port, at.answers.n);
  return at;
}

function unknownSending(lane: Lane, { channel }: Place): Sending {
  const acrossProcesses = isAcrossProcesses(channel);
  return {
    lane,
    port: 0,
    n: 0,
    ms: 0,
    acrossProcesses,
    span: null,
    weak: false,
    stack: null,
    site: null,
    answers: null,
    servedFor: [],
  };
}

function isAcrossProcesses(channel: string): boolean {
  return channel.startsWith('process');
}

/** Names the `n`-th message that comes in at a place. */
function messageKey({ channel, side, receivedBefore }: Place, n: number): string {
  return `${channel}>${1 - side}:${receivedBefore + n}`;
}

function atStart(channel: string, side: 0 | 1): Place {
  return { channel, side, sentBefore: 0, receivedBefore: 0 };
}
