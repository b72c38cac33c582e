import type { Line, PageSpan } from './spans.js';

/** The lines that can be seen: none below a span that is folded. */
export function withoutFolded(lines: readonly Line[], folded: ReadonlySet<PageSpan>): readonly Line[] {
  if (folded.size === 0) return lines;
  let hiddenBelow = Number.POSITIVE_INFINITY;
  return lines.filter(({ span, depth, ghost }) => {
    if (depth > hiddenBelow) return false;
    hiddenBelow = !ghost && folded.has(span) ? depth : Number.POSITIVE_INFINITY;
    return true;
  });
}
