import type { Span, TraceModel } from '../model/types.js';

const ERROR = 2;
/** The error is told of in the trace, by a span of the user's: those that it went on through need not repeat it. */
const TOLD = 'told';

/**
 * The spans in whose work an error came up of which nobody said anything, each with the outer spans that it went on through,
 * inner ones first. Of an error that nobody saw it is assumed that it goes from a span to its parent in the turn in which the two
 * end, or else when nothing more is started in the parent.
 */
export function failuresByOrigin({ spans }: TraceModel): Map<Span, Span[]> {
  const origins = new Map<Span, Span | typeof TOLD>();
  const followed = new Set<Span>();
  const found = new Map<Span, Span[]>();
  if (!spans.some(({ failure }) => failure)) return found;
  // Children start after their parents.
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index];
    if (!span) continue;
    const { parent } = span;
    const isLast = parent !== null && !followed.has(parent);
    if (parent) followed.add(parent);
    const origin = originOf(span, origins.get(span));
    if (origin === undefined) continue;
    if (origin === span) found.set(span, []);
    else if (origin !== TOLD) found.get(origin)?.push(span);
    if (
      parent?.failure &&
      parent.lane === span.lane &&
      (isSameError(parent, span) ?? (isLast || parent.endTurn === span.endTurn))
    ) {
      if (origins.get(parent) === undefined || origins.get(parent) === TOLD) origins.set(parent, origin);
    }
  }
  return found;
}

/** What a library's span says is about its own call. Whose call failed has a failure of its own to tell of. */
function originOf(span: Span, inner: Span | typeof TOLD | undefined): Span | typeof TOLD | undefined {
  if (span.site === null) return undefined;
  if (span.failure) return inner ?? span;
  return span.status === ERROR ? TOLD : undefined;
}

/** `null`: nobody saw one of them. */
function isSameError(parent: Span, span: Span): boolean | null {
  const [a, b] = [parent.failure?.error ?? null, span.failure?.error ?? null];
  return a === null || b === null ? null : a === b;
}
