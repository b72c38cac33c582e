import type { SpanOrigin } from '../protocol/finished-span.js';
import type { Span } from './types.js';

/** What is known of spans that are not in the model: where there are too many, it holds only some traces at a time. */
export interface Elsewhere {
  /** See `entriesAround`, of all spans there are. */
  enclosing(root: Span): Enclosing | null;
  /** Did some span run with nothing around it that is like this one? `likeness`: of `finishedOrphans`. */
  isAlone(likeness: string): boolean;
  /** Has the process spans of other kinds than CLIENT? */
  doesMore(origin: SpanOrigin): boolean;
  /** Is the trace here, and whole, and without that span? */
  isBroken(from: Span, traceId: string, spanId: string): boolean;
}

/** Requests and messages that were open all the time that a root ran. */
export interface Enclosing {
  readonly first: Span;
  readonly count: number;
}
