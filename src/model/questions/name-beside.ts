import type { Span } from '../types.js';

/** The name of a span in a sentence that has named another one: requests of one route are all called the same. */
export function nameBeside(span: Span, other: Span | null): string {
  return span.name === other?.name && span !== other ? `another "${span.name}"` : `"${span.name}"`;
}
