import { CONSUMER, SERVER } from '../../protocol/span-kind.js';
import type { Span } from '../types.js';

/** Does the span stand for work that came from outside, and so for a beginning of its own? */
export function isFromOutside(span: Span): boolean {
  return span.parent === null && (span.kind === SERVER || span.kind === CONSUMER);
}
