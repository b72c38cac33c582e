import { inLane, type Span, type TraceModel } from '../model/types.js';
import type { Boundary, Evidence } from './evidence.js';

export interface LeakedContext {
  readonly boundary: Boundary;
  readonly statement: string;
  readonly incident: string;
}

/**
 * A timer, listener or server that was started inside a span and lives on in its context: it runs again and again after
 * the span has ended. A callback that runs once is work that nobody awaited.
 */
export function leakedContexts({ model, code }: Evidence): (span: Span) => LeakedContext | null {
  const repeated = repeatedCallbacks(model);
  return (span) => {
    const { stale, parent } = span;
    if (!stale || !parent) return null;
    const key = inLane(span.lane, stale.instance);
    if (!repeated.has(key)) return null;
    const callee = code.site(stale.site)?.callee ?? 'a function';
    const statement = `the callback given to ${callee}() was made in "${parent.name}", and goes on running in its context after it has ended`;
    return { boundary: { site: stale.site }, statement, incident: `stale ${key}` };
  };
}

function repeatedCallbacks(model: TraceModel): ReadonlySet<string> {
  const repeated = new Set<string>();
  for (const { stale, lane } of model.spans) if (stale && stale.run > 1) repeated.add(inLane(lane, stale.instance));
  return repeated;
}
