import { cleanText } from './clean-text.js';

/** Enough to recognise a span by; the sentence around it has to stay readable. */
const LONGEST_QUOTE = 60;
const LONGEST_PROSE = 600;

const LONG_QUOTE = new RegExp(`"[^"]{${LONGEST_QUOTE},}"`, 'g');

/** Longer than any word; sentences of languages without blanks stay whole. */
const LONG_WORD = /\S{200,}/g;

/** A sentence of a rule, a witness or the recorder, with the span names that it quotes cut short. */
export function prose(text: string, ellipsis: string): string {
  const short = text
    .replace(LONG_QUOTE, (quote) => `${wholeCharacters(quote, LONGEST_QUOTE)}${ellipsis}"`)
    .replace(LONG_WORD, (word) => wholeCharacters(word, LONGEST_QUOTE) + ellipsis);
  const end = short.length > LONGEST_PROSE ? ellipsis : '';
  return cleanText(wholeCharacters(short, LONGEST_PROSE)) + end;
}

/** Never half of a pair of surrogates. */
function wholeCharacters(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
}
