import type { Style } from '../../style.js';
import { cleanText } from '../../text/clean-text.js';
import { PROSE_COLUMNS, wrapText } from '../wrap-text.js';

const LONGEST = 4_000;

/** A text in lines of the terminal's width, with its name in front. */
export function paragraph(text: string, style: Style, name = ''): readonly string[] {
  const lead = name === '' ? '' : `${name}. `;
  const lines = wrapText(cleanText(lead + text, LONGEST), Math.min(style.columns, PROSE_COLUMNS));
  return lines.map((line, index) =>
    index === 0 && lead !== '' ? style.bold(line.slice(0, lead.length - 1)) + line.slice(lead.length - 1) : line,
  );
}
