import type { FrameLine, Location } from '../finding.js';
import { cleanText } from './text/clean-text.js';
import { takeColumns } from './terminal/cut-text.js';
import { graphemes, graphemeWidth, textWidth } from './terminal/text-width.js';

export interface FrameRow {
  /** `target` is the line of the location, `caret` the row under it. */
  readonly role: 'line' | 'target' | 'caret';
  /** Marker, line number and bar: `  > 31 | `. */
  readonly gutter: string;
  readonly text: string;
}

export interface FrameOptions {
  readonly columns: number;
  readonly glyphs: {
    readonly caret: string;
    readonly marker: string;
    readonly gutter: string;
    readonly ellipsis: string;
  };
  /** Lines shown before and after the location's own. */
  readonly context?: number;
}

const CONTEXT = 2;

/** A tab is narrower here than in an editor, to leave room for the code. */
const TAB = '  ';

/** Code units of a line looked at on either side of the column: a minified line may be megabytes long. */
const REACH = 1_000;

/** Where a line is cut on both sides, this share of the room lies before the caret. */
const LEAD = 2 / 3;

/** Columns kept free after the caret before the lines are shifted, so that the word it points at can be read. */
const TAIL = 12;

/** Source lines with numbers, a marker and a caret under the column; all lines are shifted alike to keep it in sight. */
export function sourceFrame(lines: readonly FrameLine[], at: Location, options: FrameOptions): readonly FrameRow[] {
  const context = options.context ?? CONTEXT;
  const shown = lines.filter((line) => Math.abs(line.line - at.line) <= context);
  const target = shown.find((line) => line.line === at.line);
  const digits = Math.max(...shown.map((line) => String(line.line).length), 0);
  const room = options.columns - gutterOf('', ' ', digits, options).length;
  const from = Math.max(0, at.column - 1 - REACH);
  const caret = target === undefined ? 0 : textWidth(readable(target.text.slice(from, caretIndex(target.text, at))));
  const shift = shiftFor(caret, room);
  return shown.flatMap((line): FrameRow[] => {
    const role = line === target ? 'target' : 'line';
    const text = cutWindow(
      readable(line.text.slice(from, from + 2 * REACH).trimEnd()),
      shift,
      room,
      options.glyphs.ellipsis,
    );
    const number = String(line.line);
    if (role === 'line') return [{ role, gutter: gutterOf(number, ' ', digits, options), text }];
    return [
      { role, gutter: gutterOf(number, options.glyphs.marker, digits, options), text },
      {
        role: 'caret',
        gutter: gutterOf('', ' ', digits, options),
        text: ' '.repeat(caret - shift) + options.glyphs.caret,
      },
    ];
  });
}

function gutterOf(number: string, marker: string, digits: number, options: FrameOptions): string {
  return `${marker} ${number.padStart(digits)} ${options.glyphs.gutter} `;
}

/** Never inside a pair of surrogates, nor past the end of the line. */
function caretIndex(text: string, at: Location): number {
  const index = Math.min(Math.max(0, at.column - 1), text.length);
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? Math.max(0, index - 1) : index;
}

function readable(text: string): string {
  return cleanText(text.replaceAll('\t', TAB), 4 * REACH);
}

function shiftFor(caret: number, room: number): number {
  return caret + TAIL <= room ? 0 : Math.max(0, caret - Math.floor(room * LEAD));
}

/** The columns from `start` on, `room` of them, with an ellipsis on each side where something is left out. */
function cutWindow(text: string, start: number, room: number, ellipsis: string): string {
  if (start === 0 && textWidth(text) <= room) return text;
  const rest = dropColumns(graphemes(text), start === 0 ? 0 : start + ellipsis.length);
  const lead = start > 0 && text !== '' ? ellipsis : '';
  const width = room - lead.length;
  if (textWidth(rest) <= width) return rest === '' ? lead : lead + rest;
  return lead + takeColumns(graphemes(rest), width - ellipsis.length).join('') + ellipsis;
}

function dropColumns(parts: readonly string[], columns: number): string {
  let used = 0;
  let first = 0;
  while (used < columns && first < parts.length) {
    used += graphemeWidth(parts[first] ?? '');
    first += 1;
  }
  // A wide character that lies across the edge leaves a blank, or the caret would stand one column off.
  return ' '.repeat(Math.max(0, used - columns)) + parts.slice(first).join('');
}
