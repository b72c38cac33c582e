import { takeColumns } from './cut-text.js';
import { graphemes, textWidth } from './text-width.js';

/** Lines longer than this are hard to read, however wide the terminal. */
export const PROSE_COLUMNS = 100;

/** Breaks a cleaned text between words; a word that fits no line is broken within. */
export function wrapText(text: string, columns: number, hang = 0): readonly string[] {
  if (textWidth(text) <= columns) return [text];
  const lines: string[] = [];
  const indent = ' '.repeat(hang);
  let line = '';
  const room = (): number => Math.max(1, columns - (lines.length > 0 ? hang : 0));
  const push = (): void => {
    lines.push((lines.length > 0 ? indent : '') + line);
    line = '';
  };
  for (const word of text.split(/ +/)) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > room()) push();
    line = line === '' ? word : `${line} ${word}`;
    while (textWidth(line) > room()) {
      const parts = graphemes(line);
      const taken = takeColumns(parts, room());
      const head = taken.length > 0 ? taken : parts.slice(0, 1);
      line = head.join('');
      push();
      line = parts.slice(head.length).join('');
    }
  }
  if (line !== '' || lines.length === 0) push();
  return lines;
}
