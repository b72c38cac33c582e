import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutStart, cutText } from './cut-text.js';
import { countOf } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

const LONGEST_FILE = 40;
/** About a screen. */
const LINES_SHOWN = 40;

/** One line: whether the traces look as they should. */
export function shapeVerdict({ shape }: Report, style: Style): readonly string[] {
  if (shape === null) return [];
  const file = cutStart(cleanText(shape.file), LONGEST_FILE, style.glyphs.ellipsis);
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  if (shape.state === 'same') return wrapText(`${file}: the traces look as they should`, columns, 2).map(style.dim);
  if (shape.state === 'written') return wrapText(`${file} was written anew`, columns, 2).map(style.dim);
  return wrapText(`${file}: the traces look otherwise than they should`, columns, 2).map(style.error);
}

/** What differs, as a diff. */
export function shapeDifference({ shape }: Report, style: Style): readonly string[] {
  if (shape === null || shape.difference.length === 0) return [];
  const { difference, state } = shape;
  const rest = difference.length - LINES_SHOWN;
  const hint = state === 'different' ? ' (--update-shape takes it over)' : '';
  const more = rest > 0 ? `${style.glyphs.ellipsis} and ${countOf(rest, 'more line')}; --format json has all` : '';
  return [
    '',
    style.heading('Shape of the traces'),
    ...dimmed(`- as it was, + as it is${hint}`, style),
    ...difference.slice(0, LINES_SHOWN).map((line) => paint(line, style)),
    ...(more === '' ? [] : dimmed(more, style)),
  ];
}

function dimmed(text: string, style: Style): readonly string[] {
  return wrapText(text, Math.min(style.columns, PROSE_COLUMNS), 2).map(style.dim);
}

function paint(line: string, style: Style): string {
  const [, sign = '', blanks = '', text = ''] = /^([-+ ] )( *)(.*)$/s.exec(line) ?? [];
  // However deep it is, there is room for its name.
  const indent = sign + blanks.slice(0, Math.floor(style.columns / 2));
  const shown = style.unicode ? text : text.replace(/ × (?=\d)/, ' x ');
  const short = indent + cutText(cleanText(shown), style.columns - indent.length, style.glyphs.ellipsis);
  if (sign === '- ') return style.removed(short);
  return sign === '+ ' ? style.added(short) : style.dim(short);
}
