import { graphemes, graphemeWidth, textWidth } from './text-width.js';

/** A text that takes at most so many columns, with `ellipsis` in place of the end that does not fit. */
export function cutText(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - ellipsis.length;
  return room < 1 ? ellipsis.slice(0, Math.max(0, columns)) : takeColumns(graphemes(text), room).join('') + ellipsis;
}

/** The same for paths, whose end says more than their beginning. */
export function cutStart(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - ellipsis.length;
  if (room < 1) return ellipsis.slice(0, Math.max(0, columns));
  return ellipsis + takeColumns(graphemes(text).toReversed(), room).toReversed().join('');
}

/** The longest beginning that fits. */
export function takeColumns(parts: readonly string[], columns: number): readonly string[] {
  let used = 0;
  const end = parts.findIndex((part) => {
    used += graphemeWidth(part);
    return used > columns;
  });
  return end === -1 ? parts : parts.slice(0, end);
}
