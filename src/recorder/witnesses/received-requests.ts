import { currentFrame, EMPTY_FRAME, type Exchange, enterFrame } from '../flow.js';
import { isContext, spanOf } from '../otel.js';
import type { Sink } from '../sink.js';
import type { Connected, Connections } from './connections.js';
import { type Headers, type TraceHeader, traceHeaderIn } from './trace-headers.js';

/** What is kept of a request that came. Flows may live for long, so they must not hold on to it. */
interface Arrival {
  /** Its place among the requests on its connection. */
  readonly nth: number;
  readonly path: string;
  /** `undefined` once it was answered, or is gone. */
  open(): { readonly socket: object & Connected; readonly headers: Headers } | undefined;
}

/** `/orders/7?token=…`: what comes after the path is nobody's business, and paths may be as long as they like. */
const PATH = /^[^?#]{0,100}/;

let requests = 0;

/** A request that came, carried along in the flow in which it is served. */
class ReceivedRequest implements Exchange {
  extracted = false;
  readonly #sink: Sink;
  readonly #connections: Connections;
  readonly #ms = performance.now();
  #arrival: Arrival | undefined;
  #number: number | undefined;

  constructor(sink: Sink, connections: Connections, arrival: Arrival) {
    this.#sink = sink;
    this.#connections = connections;
    this.#arrival = arrival;
  }

  isOpen(): boolean {
    return this.#request() !== undefined;
  }

  #request(): ReturnType<Arrival['open']> {
    // What its flow starts after the answer (a poller, the next step of a queue) is nobody's reply.
    const request = this.#arrival?.open();
    if (!request) this.#arrival = undefined;
    return request;
  }

  number(): number | undefined {
    const request = this.#request();
    if (!this.#arrival || !request) return undefined;
    this.#number ??= this.#tell(
      this.#arrival,
      this.#connections.number(request.socket),
      traceHeaderIn(request.headers),
    );
    return this.#number;
  }

  #tell({ nth, path }: Arrival, connection: number | undefined, header: TraceHeader | undefined): number | undefined {
    if (connection === undefined && !header) return undefined;
    const number = ++requests;
    this.#sink.write({
      t: 'hr',
      rq: number,
      c: connection ?? 0,
      i: nth,
      ms: Math.round(this.#ms * 1000) / 1000,
      u: PATH.exec(path)?.[0] ?? '',
      ...(header ? { h: header } : {}),
      ...(this.extracted ? { x: 1 } : {}),
    });
    return number;
  }
}

/** From here on, until the next request on this connection, all that starts is started for this one. */
export function enterExchange(sink: Sink, connections: Connections, arrival: Arrival): void {
  const exchange = new ReceivedRequest(sink, connections, arrival);
  // Spans of whoever opened the server, or served the request before on this connection, are not idle beside this one.
  enterFrame({ ...(currentFrame() ?? EMPTY_FRAME), idle: undefined, exchange });
}

/** `propagation.extract` was called, and gave this. */
export function extracted(context: unknown): void {
  const frame = currentFrame();
  if (frame?.exchange) frame.exchange.extracted = true;
  // Only who handles a message could be told whose it is.
  if (!frame?.message && !frame?.text) return;
  if (isContext(context) && spanOf(context) === undefined) enterFrame({ ...frame, looked: context });
}
