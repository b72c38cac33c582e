import { isHealthCheck } from '../../protocol/is-health-check.js';
import type { RawFrame } from '../../protocol/trace-event.js';
import { currentFrame, lostIn } from '../flow.js';
import { type Context, type Span, spanOf } from '../otel.js';
import type { Sink } from '../sink.js';
import { activeContext, activeSpan } from '../slot.js';
import { recordOf, type SpanRecord } from '../span-records.js';
import { Allowance, userFrames } from '../stack.js';
import type { Connected, Connections } from './connections.js';
import { callersFrames } from './dependencies.js';
import { requestLeaves } from './shared-clients.js';

/** A request that was made while a span was active. */
interface Sent {
  readonly from: SpanRecord;
  readonly ms: number;
  readonly to: string;
  readonly place: Place;
}

/** From where a request was sent; where nobody's code was on the stack, the call that had set it off. */
interface Place {
  readonly st?: readonly RawFrame[];
  readonly at?: string;
}

/** As many requests to one target show from which line they come; then it is taken for known, if it was always the same. */
const STACKS_PER_TARGET = 20;
/** Requests that carry headers are in order: a few show from where, should others from there carry none. */
const TOLD_IN_ORDER = 3;
const TARGETS = 2000;

/** Key of OpenTelemetry's own: exporters set it for the requests that they make. */
const SUPPRESSED = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** A URL that was signed for somebody: what is sent along has to be what was signed. */
const SIGNED = /[?&](?:x-[a-z]+-)?(?:signature|sig)=/i;

type Above = (...args: never[]) => unknown;

export class SentRequests {
  readonly #sink: Sink;
  readonly #connections: Connections;
  readonly #sent = new WeakMap<object, Sent>();
  readonly #inOrder = new Allowance(TOLD_IN_ORDER, TARGETS);
  readonly #places = new Map<string, { stacks: number; readonly place: Place; same: boolean }>();

  constructor(sink: Sink, connections: Connections) {
    this.#sink = sink;
    this.#connections = connections;
  }

  /** A request is being made, in the context and on the stack of whoever wants it. */
  made(request: object, method: string, host: string, path: string, above: Above): void {
    const context = activeContext();
    if (!context || isSuppressed(context)) return;
    const from = whoseWork(spanOf(context));
    if (!from || from.ended || method === 'CONNECT') return;
    if (isHealthCheck(path.replace(/\?.*/, '')) || SIGNED.test(path)) {
      requestLeaves(this.#sink, from, path);
      return;
    }
    const to = `${method} ${host}`;
    const place = this.#place(`${to}${path.replace(/\?.*|[^/]*\d[^/]*/g, '#')}`, above);
    this.#sent.set(request, { from, ms: performance.now(), to, place });
    requestLeaves(this.#sink, from, path);
  }

  /** What is known of a request goes for the stream that it is sent on. */
  becomes(request: object, stream: object): void {
    const sent = this.#sent.get(request);
    if (sent) this.#sent.set(stream, sent);
    this.#sent.delete(request);
  }

  isWaiting(request: object): boolean {
    return this.#sent.has(request);
  }

  /** It goes out as the n-th on its connection. `false`: the connection does not stand yet. */
  goesOut(request: object, socket: object & Connected, nth: number, carriesTrace: () => boolean): boolean {
    const sent = this.#sent.get(request);
    if (!sent) return true;
    const connection = this.#connections.number(socket);
    if (connection === undefined) return false;
    this.#sent.delete(request);
    const traced = carriesTrace();
    if (traced && !this.#inOrder.take(`${sent.to}\n${keyOf(sent.place)}`)) return true;
    this.#sink.write({
      t: 'hs',
      q: sent.from.number,
      c: connection,
      i: nth,
      ms: Math.round(sent.ms * 1000) / 1000,
      to: sent.to,
      ...(traced ? { h: 1 } : {}),
      ...sent.place,
    });
    return true;
  }

  #place(target: string, above: Above): Place {
    const known = this.#places.get(target);
    if (!known) {
      const place = placeAbove(above);
      if (this.#places.size < TARGETS) this.#places.set(target, { stacks: 1, place, same: true });
      return this.#places.size < TARGETS ? place : {};
    }
    if (known.stacks >= STACKS_PER_TARGET) return known.same ? known.place : {};
    const place = placeAbove(above);
    known.stacks++;
    if (keyOf(place) !== keyOf(known.place)) known.same = false;
    return place;
  }
}

function keyOf({ st, at }: Place): string {
  return st?.[0]?.join(':') ?? at ?? '';
}

function placeAbove(above: Above): Place {
  const st = framesAbove(above);
  if (st.length > 0) return { st };
  const call = currentFrame()?.spanCall;
  return call && call.span === activeSpan() ? { at: call.site } : {};
}

/** A client may send a request in a later turn, with nobody's code on the stack but its own. */
function framesAbove(above: Above): readonly RawFrame[] {
  const frames = userFrames(above);
  return frames.length > 0 ? frames : callersFrames();
}

/** A callback that lost its context sends its maker's requests. */
function whoseWork(active: Span | undefined): SpanRecord | undefined {
  const shadow = active && lostIn(currentFrame());
  return shadow && shadow.ran === active ? shadow.work : recordOf(active);
}

function isSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESSED) === true;
}
