import type { Span } from '../types.js';

const SERVER = 1;
const CONSUMER = 4;

/** Does the span stand for work that came from outside, and so for a beginning of its own? */
export function isFromOutside(span: Span): boolean {
  return span.parent === null && (span.kind === SERVER || span.kind === CONSUMER);
}
