import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7e]*$/;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The characters of a text as a reader counts them; half of one is never shown. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Columns that a cleaned text takes on a terminal. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemes(text).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

/** The emoji table of `string-width` is as old as its release, the one of Node's own ICU is not. */
export function graphemeWidth(grapheme: string): number {
  return EMOJI.test(grapheme) ? 2 : stringWidth(grapheme);
}
