import type { Span } from '../types.js';

/** Is it known that a finished span and its parent come from one process, and so from one clock? Replicas of a service need not say so. */
export function areTogether({ lane, finished }: Span, parent: Span): boolean {
  if (lane !== parent.lane || finished?.parentIsRemote === true) return false;
  return finished?.parentIsRemote === false || (lane.madeBy?.process ?? null) !== null;
}
