import type { CodeChange, Hunk, HunkLine } from '../../../explain/explanation.js';
import type { Style } from '../../style.js';
import { cleanText } from '../../text/clean-text.js';
import { textWidth } from '../text-width.js';
import { wrapText } from '../wrap-text.js';

/** With less, most lines of code would have to be broken in each half. */
const SIDE_BY_SIDE_COLUMNS = 100;

const BETWEEN = ' │ ';
const BETWEEN_ASCII = ' | ';

/** Deeper code leaves no room in half a terminal. */
const DEEPEST_INDENT = 24;

/** Broken and fixed code: side by side where there is room for both, else one below the other. */
export function codeChange(change: CodeChange, style: Style): readonly string[] {
  return style.columns >= SIDE_BY_SIDE_COLUMNS ? sideBySide(change, style) : oneBelowTheOther(change, style);
}

type Side = 'broken' | 'fixed';

/** A line of one file; `null` where it has none beside the other's. */
type Numbered = (HunkLine & { readonly number: number }) | null;

interface Row {
  readonly broken: Numbered;
  readonly fixed: Numbered;
}

function sideBySide(change: CodeChange, style: Style): readonly string[] {
  const between = style.unicode ? BETWEEN : BETWEEN_ASCII;
  const columns = Math.floor((style.columns - between.length) / 2);
  const join = (left: string, leftColumns: number, right: string): string =>
    `${left}${' '.repeat(Math.max(0, columns - leftColumns))}${style.dim(between)}${right}`;
  const head = join(style.removed(change.broken), textWidth(change.broken), style.added(change.fixed));
  const blocks = change.hunks.map((hunk) =>
    rowsOf(hunk).flatMap((row) => {
      const left = cell(row.broken, 'broken', columns, style);
      const right = cell(row.fixed, 'fixed', columns, style);
      return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
        join(left[index]?.painted ?? '', left[index]?.columns ?? 0, right[index]?.painted ?? ''),
      );
    }),
  );
  return [head, ...withGaps(blocks, style)];
}

function oneBelowTheOther(change: CodeChange, style: Style): readonly string[] {
  const file = (side: Side): readonly string[] => {
    const paint = side === 'broken' ? style.removed : style.added;
    const blocks = change.hunks.map((hunk) =>
      rowsOf(hunk).flatMap((row) => cell(row[side], side, style.columns, style).map(({ painted }) => painted)),
    );
    return [paint(change[side]), ...withGaps(blocks, style)];
  };
  return [...file('broken'), '', ...file('fixed')];
}

function withGaps(blocks: readonly (readonly string[])[], style: Style): readonly string[] {
  return blocks.flatMap((block, index) => (index === 0 ? block : [style.dim(`  ${style.glyphs.ellipsis}`), ...block]));
}

/** What was taken out stands beside what came in its place. */
function rowsOf({ lines, brokenStart, fixedStart }: Hunk): Row[] {
  const rows: Row[] = [];
  let broken: Numbered[] = [];
  let fixed: Numbered[] = [];
  const next = { broken: brokenStart, fixed: fixedStart };
  const flush = (): void => {
    for (let index = 0; index < Math.max(broken.length, fixed.length); index++)
      rows.push({ broken: broken[index] ?? null, fixed: fixed[index] ?? null });
    broken = [];
    fixed = [];
  };
  for (const line of lines) {
    if (line.side === 'both') flush();
    if (line.side !== 'fixed') broken.push({ ...line, number: next.broken++ });
    if (line.side !== 'broken') fixed.push({ ...line, number: next.fixed++ });
    if (line.side === 'both') flush();
  }
  flush();
  return rows;
}

interface CellLine {
  readonly painted: string;
  readonly columns: number;
}

const DIGITS = 3;
const SIGNS: Readonly<Record<HunkLine['side'], string>> = { both: ' ', broken: '-', fixed: '+' };

function cell(line: Numbered, side: Side, columns: number, style: Style): readonly CellLine[] {
  if (line === null) return [];
  const marker = line.isBoundary && side === 'broken' ? style.glyphs.marker : ' ';
  const number = String(line.number).padStart(DIGITS);
  const sign = SIGNS[line.side];
  const gutter = `${marker} ${number} ${sign} `;
  const changed = side === 'broken' ? style.removed : style.added;
  const paint = line.side === 'both' ? (text: string) => text : changed;
  return codeLines(line.text, columns - gutter.length).map((text, index) => {
    const first = style.error(marker) + style.dim(` ${number} `) + paint(`${sign} `);
    return {
      painted: (index === 0 ? first : ' '.repeat(gutter.length)) + paint(text),
      columns: gutter.length + textWidth(text),
    };
  });
}

/** Broken between words, and the rest indented below. */
function codeLines(code: string, columns: number): readonly string[] {
  const text = code.trimStart();
  const indent = ' '.repeat(Math.min(code.length - text.length, DEEPEST_INDENT));
  return wrapText(cleanText(text), columns - indent.length, 4).map((line) => indent + line);
}
