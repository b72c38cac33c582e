import type {
  ConnectionEvent,
  ReceivedRequestEvent,
  SentRequestEvent,
  SentTogetherEvent,
} from '../protocol/trace-event.js';
import { inLane, type Lane, type ReceivedRequest, type SentRequest, type SentTogether, type Span } from './types.js';

const NONE: readonly never[] = [];

/** Requests as either end told of them. Both ends call an exchange by the same name: connection, client first, and number on it. */
export class RequestLog {
  readonly sent: SentRequest[] = [];
  readonly received: ReceivedRequest[] = [];
  readonly together: SentTogether[] = [];
  readonly #connections = new Map<string, ConnectionEvent>();
  readonly #byNumber = new Map<string, ReceivedRequest>();

  connected(lane: Lane, event: ConnectionEvent): void {
    this.#connections.set(inLane(lane, event.c), event);
  }

  sentBy(span: Span, event: SentRequestEvent): void {
    const connection = this.#connections.get(inLane(span.lane, event.c));
    if (!connection) return;
    this.sent.push({
      from: span,
      exchange: `${connection.own} ${connection.peer} ${event.i}`,
      atMs: span.lane.origin + event.ms,
      target: event.to,
      traced: event.h === 1,
      stack: event.st ?? NONE,
      site: event.at ?? null,
    });
  }

  /** Those of one span and one turn are told of one after the other. */
  sentTogether(client: Span, { k, at, beside }: SentTogetherEvent): void {
    const last = this.together.findLast((one) => one.client.lane === client.lane);
    if (last?.client === client && last.turn === k) {
      last.calls.push(at);
      if (beside === 1) last.beside = true;
    } else this.together.push({ client, turn: k, calls: [at], beside: beside === 1 });
  }

  receivedIn(lane: Lane, event: ReceivedRequestEvent): void {
    const connection = this.#connections.get(inLane(lane, event.c));
    const request: ReceivedRequest = {
      exchange: connection ? `${connection.peer} ${connection.own} ${event.i}` : null,
      atMs: lane.origin + event.ms,
      path: event.u,
      header: event.h ? { name: event.h[0], traceId: event.h[1], spanId: event.h[2] } : null,
      extracted: event.x === 1,
      spans: [],
    };
    this.received.push(request);
    this.#byNumber.set(inLane(lane, event.rq), request);
  }

  /** A span without a parent in its own recording was started for this request. */
  startedFor(span: Span, number: number): void {
    this.#byNumber.get(inLane(span.lane, number))?.spans.push(span);
  }
}
