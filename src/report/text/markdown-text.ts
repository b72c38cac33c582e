import { cleanText } from './clean-text.js';

/** Text that Markdown takes for text: no markup, no HTML, no mention of people, no link. */
export function inline(text: string): string {
  return cleanText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_~[\]|#!]/g, '\\$&')
    .replaceAll('@', '@<!-- -->')
    .replace(/(https?|www)(?=[:.])/gi, '$1<!-- -->');
}

/** In a row of a table a bar ends the cell, also in code. */
export function code(text: string): string {
  const clean = cleanText(text).replaceAll('|', '\\|');
  const ticks = fence(clean, 1);
  const space = /^`|`$|^ | $/.test(clean) ? ' ' : '';
  return clean === '' ? '' : `${ticks}${space}${clean}${space}${ticks}`;
}

/** A block of code, whatever is in it. */
export function fenced(lines: readonly string[], language = ''): string {
  const text = lines.join('\n');
  const ticks = fence(text, 3);
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** One more than the longest run of backticks inside. */
function fence(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run_) => run_.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
