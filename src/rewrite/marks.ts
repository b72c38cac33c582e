/**
 * Everything that the rewriter adds stands between these two comments, so that taking it out again gives the original
 * text, letter for letter. Both are Latin-1, which keeps V8 from storing the module in two bytes a character.
 */
export const OPEN = '/*«*/';
export const CLOSE = '/*»*/';

/** V8 ends the text of an arrow function at its last brace: the closing comment may be cut off. */
const ADDED = /\/\*«\*\/.*?(?:\/\*»\*\/|$)/gs;

export function mark(code: string): string {
  return OPEN + code + CLOSE;
}

/** The text as it was before the rewriter. */
export function withoutAdditions(text: string): string {
  return text.includes(OPEN) ? text.replace(ADDED, '') : text;
}

export function isRewritten(text: string): boolean {
  return text.includes(OPEN);
}
