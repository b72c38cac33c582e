import type { CodeMap } from '../model/code-map.js';
import type { Span } from '../model/types.js';

/** Was the span started by code of the user's in which nothing is noted, because a test runner compiled it, say? */
export function isPastTheLoaders(span: Span, code: CodeMap): boolean {
  if (span.site !== null) return false;
  // Only so many stacks are taken; whoever started the parent mostly started the span as well.
  const file = (span.stack ?? span.parent?.stack)?.[0]?.[0];
  return file !== undefined && !code.isKnown(file);
}
