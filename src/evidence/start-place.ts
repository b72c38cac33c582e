import type { Span } from '../model/types.js';
import type { Boundary } from './evidence.js';

/** Where a span was started: in rewritten code its site, elsewhere the innermost frame of the user's. */
export function startPlace(span: Span): Boundary | null {
  if (span.site !== null) return { site: span.site };
  const frame = span.stack?.[0];
  return frame ? { frame } : null;
}
