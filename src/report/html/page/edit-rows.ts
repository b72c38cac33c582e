import type { FixEdit, FrameLine } from '../../../finding.js';

export interface EditRow {
  /** `place`: what follows is put in at a place that the source shown does not reach. */
  readonly kind: 'removed' | 'added' | 'place';
  readonly line: number;
  readonly text: string;
}

/** The edits of a fix as a diff of the lines that are known; edits of other lines with their places. */
export function editRows(frame: readonly FrameLine[], edits: readonly FixEdit[]): readonly EditRow[] {
  const inOrder = [...edits].sort((a, b) => a.line - b.line || a.column - b.column);
  return withIndentsTogether(
    groupsOf(inOrder).flatMap((group) => {
      const lines = linesOf(frame, group);
      return lines === null ? group.flatMap(placed) : changed(lines, group);
    }),
  );
}

/** Edits of one line, or of lines that overlap, change them together. */
function groupsOf(edits: readonly FixEdit[]): FixEdit[][] {
  const groups: FixEdit[][] = [];
  let last = 0;
  for (const edit of edits) {
    if (groups.length > 0 && edit.line <= last) groups.at(-1)?.push(edit);
    else groups.push([edit]);
    last = Math.max(last, edit.endLine);
  }
  return groups;
}

/** The lines that a group is about, `null` where not all of them are known. */
function linesOf(frame: readonly FrameLine[], group: readonly FixEdit[]): readonly FrameLine[] | null {
  const first = group[0]?.line ?? 0;
  const last = Math.max(...group.map(({ endLine }) => endLine));
  const lines = frame.filter(({ line }) => line >= first && line <= last);
  return lines.length === last - first + 1 ? lines : null;
}

function changed(lines: readonly FrameLine[], group: readonly FixEdit[]): EditRow[] {
  const first = lines[0]?.line ?? 1;
  const before = lines.map(({ text }) => text);
  const offset = (line: number, column: number): number =>
    before.slice(0, line - first).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  let text = before.join('\n');
  for (const { line, column, endLine, endColumn, text: put } of group.toReversed())
    text = text.slice(0, offset(line, column)) + put + text.slice(offset(endLine, endColumn));
  return difference(before, text.split('\n'), first);
}

/** Without the lines that are alike at both ends. */
function difference(before: readonly string[], after: readonly string[], first: number): EditRow[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const rows = (kind: 'removed' | 'added', texts: readonly string[]): EditRow[] =>
    texts.slice(head, texts.length - tail).map((text, index) => ({ kind, line: first + head + index, text }));
  return [...rows('removed', before), ...rows('added', after)];
}

const INDENT = /^indent (\d+)(?: to \d+)?$/;

/** Lines one below the other that only move to the right are one row. */
function withIndentsTogether(rows: readonly EditRow[]): EditRow[] {
  const together: EditRow[] = [];
  for (const row of rows) {
    const last = together.at(-1);
    const first = last && INDENT.exec(last.text)?.[1];
    if (first && last.kind === 'place' && row.kind === 'place' && row.line === last.line + 1 && INDENT.test(row.text))
      together[together.length - 1] = { kind: 'place', line: row.line, text: `indent ${first} to ${row.line}` };
    else together.push(row);
  }
  return together;
}

function placed({ line, column, endLine, endColumn, text }: FixEdit): EditRow[] {
  if (column === 1 && endColumn === 1 && line === endLine && /^[ \t]+$/.test(text))
    return [{ kind: 'place', line, text: `indent ${line}` }];
  const inserts = line === endLine && column === endColumn;
  const where = inserts
    ? `insert at ${line}:${column}`
    : `in the place of ${line}:${column} to ${endLine}:${endColumn}`;
  const put = text.replace(/^\n|\n$/g, '').split('\n');
  return [{ kind: 'place', line, text: where }, ...put.map((one): EditRow => ({ kind: 'added', line, text: one }))];
}
