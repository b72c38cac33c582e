import type { Registration, Span, TraceModel } from '../model/types.js';

/**
 * Spans that were asked for before the app's tracer provider was registered in their thread: without us they would have
 * been none. An app that brings no provider is not late; neither is a thread that registers none, nor a test that takes
 * its provider away again.
 */
export function earlySpans({ registrations, spans }: TraceModel): ReadonlyMap<Span, Registration> {
  const first = new Map<Span['lane'], Registration>();
  for (const one of registrations)
    if (one.what === 'trace' && one.by === 'app' && !one.refused && !first.has(one.lane)) first.set(one.lane, one);
  for (const [lane, { withdrawn }] of first) if (withdrawn) first.delete(lane);
  const early = new Map<Span, Registration>();
  if ([...first.values()].every(({ after }) => after === 0)) return early;
  for (const span of spans) {
    const registration = first.get(span.lane);
    if (registration && span.number <= registration.after) early.set(span, registration);
  }
  return early;
}
