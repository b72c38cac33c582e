import type { ReceivedRequestEvent, SentRequestEvent } from '../../src/protocol/trace-event.js';
import { frame, type Script } from './sample-run.js';

const CLIENT_END = 1;
const SERVER_END = 2;
export const TARGET = 'GET inventory:80';
/** The line from which the requests of the samples are sent. */
export const SENDING = 6;

/** Both ends of one connection, known to the current thread: client's is 1, server's is 2. */
export function connect({ event }: Script): void {
  event({ t: 'hc', c: CLIENT_END, own: '127.0.0.1:50000', peer: '127.0.0.1:80' });
  event({ t: 'hc', c: SERVER_END, own: '127.0.0.1:80', peer: '127.0.0.1:50000' });
}

/** The n-th request on it left the span that was started as number `q`. */
export function sent({ event }: Script, q: number, notes: Partial<SentRequestEvent> = {}): void {
  event({ t: 'hs', q, c: CLIENT_END, i: 1, ms: 1, to: TARGET, st: [frame(SENDING)], ...notes });
}

/** The n-th request on it arrived, and is known as number `rq`. */
export function received({ event }: Script, rq: number, notes: Partial<ReceivedRequestEvent> = {}): void {
  event({ t: 'hr', rq, c: SERVER_END, i: 1, ms: 2, u: '/stock/bolt', ...notes });
}

/** A header that names this span: ids of sample runs are the names. */
export function header(span: string): NonNullable<ReceivedRequestEvent['h']> {
  return ['traceparent', `trace of ${span}`, span];
}
