import { type Context, type Span, spanOf, withoutSpan } from '../otel.js';

/**
 * Spans of the provider that we lend to an app until it registers its own. Without us they would have been no-ops, and
 * nobody's parents: the app's own SDK is not to see them, or it would export other spans than it does without us.
 */
const lent = new WeakSet<Span>();
let any = false;

export function lend(span: Span): void {
  lent.add(span);
  any = true;
}

export function isLent(span: Span): boolean {
  return any && lent.has(span);
}

/** The context to start a span of the app's in, if it is to be another one than it would be. */
export function withoutLent(context: Context | undefined): Context | undefined {
  if (!any || !context) return undefined;
  const span = spanOf(context);
  return span && lent.has(span) ? withoutSpan(context) : undefined;
}
