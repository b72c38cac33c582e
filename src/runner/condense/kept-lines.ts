import type { Lane, Sending, Span } from '../../model/types.js';
import type { StartEvent, TraceEvent } from '../../protocol/trace-event.js';
import { chainOf, referencesOf, sendingsBehind } from './references.js';
import type { Need } from './choose.js';
import type { Window } from './window.js';

/** What is done with a line: it stays, goes, or stays without what witnesses have noted (then it is the new text). */
export type Decision = true | false | TraceEvent;

export interface KeptLines {
  decide(lane: Lane, event: TraceEvent): Decision;
  /** Of those that were to go, the ones that stay because what stays refers to them. */
  readonly stubs: ReadonlySet<Span>;
}

/** What stays of things that spans refer to, by lane and number. */
class Numbers {
  readonly #byLane = new Map<Lane, Set<number>>();

  add(lane: Lane, ...numbers: readonly number[]): void {
    let known = this.#byLane.get(lane);
    if (!known) {
      known = new Set();
      this.#byLane.set(lane, known);
    }
    for (const number of numbers) known.add(number);
  }

  has(lane: Lane, number: number | undefined): boolean {
    return number !== undefined && this.#byLane.get(lane)?.has(number) === true;
  }
}

/** That several wait for a promise is all that counts. */
const AWAITING_AT_MOST = 3;
/** Of each window: a report lists no more. */
const CHECKPOINTS_KEPT = 100;

/**
 * Which lines stay when spans go. What was told of a callback, a call, a request or a message stays if a span that stays
 * names it. A span that is spoken of in what stays does so, too, with those above it: not to be judged, but so that what
 * was said of it does not come to mean something else.
 */
export function keptLines(window: Window, going: ReadonlySet<Span>, need: Need): KeptLines {
  const { model } = window;
  const calls = new Numbers();
  const keptCalls = new Numbers();
  const instances = new Numbers();
  const wakenings = new Numbers();
  const executions = new Numbers();
  const texts = new Numbers();
  const requests = new Numbers();
  const connections = connectionsStillUsed(window);
  const sendings = new Set<Sending>();
  const stubs = new Set<Span>();
  const exchanges = new Set<string>();

  for (const span of model.spans) if (!going.has(span)) refer(span);
  for (const { lane, event } of window.spawned) stub(window.spanOf(lane, event.q));
  for (const { lane, event } of window.sends) if (event.st) stub(window.spanOf(lane, event.q ?? -1));
  for (const { lane, event } of window.sent) if (event.h === 1) stub(window.spanOf(lane, event.q));
  for (const { lane, event } of window.served)
    if (stays(lane, event.q)) for (const sending of chainOf(lane, event.m[0], event.m[1], model)) keepSending(sending);
  joinExchanges();
  const sendKeys = new Set([...sendings].map(({ lane, port, n }) => sendKey(lane, port, n)));
  const awaiting = new Map<string, number>();
  let checkpoints = 0;

  return { decide, stubs };

  /** What a span that stays refers to stays. */
  function refer(span: Span): void {
    const { lane, callback, text } = span;
    calls.add(lane, ...span.droppedCalls, ...span.leftBy.map(({ number }) => number));
    keptCalls.add(lane, ...span.keptCalls);
    if (callback) instances.add(lane, callback.instance);
    if (callback?.execution != null) executions.add(lane, callback.execution);
    if (span.stale) instances.add(lane, span.stale.instance);
    if (span.wake) wakenings.add(lane, span.wake.wakening);
    if (text) texts.add(lane, text.instance);
    for (const other of referencesOf(span, model)) stub(other);
    for (const sending of sendingsBehind(span, model)) keepSending(sending);
    stub(span.parent);
  }

  function keepSending(sending: Sending): void {
    sendings.add(sending);
    stub(sending.span);
    for (const { span } of sending.servedFor) stub(span);
  }

  function stub(span: Span | null): void {
    for (let at = span; at && going.has(at) && !stubs.has(at); at = at.parent) stubs.add(at);
  }

  /** Both ends of an exchange stay, or none. */
  function joinExchanges(): void {
    const requestsOfSpans = requestsNamed(window, going);
    for (const { lane, event } of window.received) {
      const request = requestsOfSpans.get(lane)?.has(event.rq);
      if (!request) continue;
      requests.add(lane, event.rq);
      connections.add(lane, event.c);
      const exchange = window.exchangeOf(lane, event);
      if (exchange) exchanges.add(exchange);
    }
    for (const { lane, event } of window.sent) {
      const exchange = window.exchangeOf(lane, event);
      const span = window.spanOf(lane, event.q);
      const other = exchange !== null && exchanges.has(exchange);
      if (!span || (going.has(span) && !stubs.has(span) && !other)) continue;
      stub(span);
      connections.add(lane, event.c);
      if (exchange) exchanges.add(exchange);
    }
    for (const { lane, event } of window.received) {
      const exchange = window.exchangeOf(lane, event);
      if (exchange === null || !exchanges.has(exchange)) continue;
      requests.add(lane, event.rq);
      connections.add(lane, event.c);
    }
  }

  function decide(lane: Lane, event: TraceEvent): Decision {
    switch (event.t) {
      case 's':
        return ofStart(lane, event);
      case 'f':
        return calls.has(lane, event.f);
      case 'j':
        return keptCalls.has(lane, event.j) && (event.q === undefined || isAmongFirst(`${lane.index}:${event.j}`));
      case 'cb':
        // That it is a handler exonerates what it does later.
        return instances.has(lane, event.i) || (event.fact !== 'awaited' && need === 'healthy');
      case 'd':
        return (
          instances.has(lane, event.i) ||
          event.st !== undefined ||
          (event.fact !== undefined && event.fact !== 'awaited' && need === 'healthy')
        );
      case 'lg':
        // That a log can tell of traces counts for all its lines.
        return event.c === 1 || stays(lane, event.q);
      case 'c':
        return checkpoints++ < CHECKPOINTS_KEPT;
      case 'wk':
        return wakenings.has(lane, event.i);
      case 'x':
        return executions.has(lane, event.x);
      case 'tw':
        return texts.has(lane, event.tx);
      case 'hc':
        return connections.has(lane, event.c);
      case 'hr':
        return requests.has(lane, event.rq);
      case 'send':
        return sendKeys.has(sendKey(lane, event.i, event.n)) || (event.q !== undefined && stays(lane, event.q));
      default:
        return 'q' in event && typeof event.q === 'number' ? stays(lane, event.q) : true;
    }
  }

  function ofStart(lane: Lane, event: StartEvent): Decision {
    const span = window.spanOf(lane, event.q);
    if (!span || !going.has(span)) return true;
    return stubs.has(span) && withoutNotes(event, span);
  }

  function stays(lane: Lane, number: number): boolean {
    const span = window.spanOf(lane, number);
    return span === null || !going.has(span) || stubs.has(span);
  }

  function isAmongFirst(key: string): boolean {
    const before = awaiting.get(key) ?? 0;
    awaiting.set(key, before + 1);
    return before < AWAITING_AT_MOST;
  }
}

/** A span that is judged no more: only what it is, and where it stands. */
export function withoutNotes(
  { t, q, k, ms, id, n, p, pr, kd, sc, c, l, u, at, st, tr }: StartEvent,
  span: Span,
): StartEvent {
  const known = { t, q, k, ms, id, n, tr: tr ?? span.trace.id, p, pr, kd, sc, c, l, u, at, st, stub: 1 } as const;
  return JSON.parse(JSON.stringify(known)) as StartEvent;
}

function requestsNamed(window: Window, going: ReadonlySet<Span>): Map<Lane, Set<number>> {
  const named = new Map<Lane, Set<number>>();
  for (const [span, request] of window.requests) {
    if (going.has(span)) continue;
    const known = named.get(span.lane) ?? new Set();
    named.set(span.lane, known.add(request));
  }
  return named;
}

/** Connections that are told of once, and go on being used. */
function connectionsStillUsed({ sent, received }: Window): Numbers {
  const connections = new Numbers();
  for (const { lane, event, lookedAt } of [...sent, ...received]) if (lookedAt) connections.add(lane, event.c);
  return connections;
}

function sendKey({ index }: Lane, port: number, n: number): string {
  return `${index}:${port}:${n}`;
}
