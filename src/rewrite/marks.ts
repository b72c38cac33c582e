/**
 * Everything that the rewriter adds stands between these two comments, so that taking it out again gives the original
 * text, letter for letter. Both are Latin-1, which keeps V8 from storing the module in two bytes a character.
 */
export const OPEN = '/*«*/';
export const CLOSE = '/*»*/';

const ADDED = /\/\*«\*\/.*?\/\*»\*\//gs;

export function mark(code: string): string {
  return OPEN + code + CLOSE;
}

/** The text as it was before the rewriter. */
export function withoutAdditions(text: string): string {
  return text.includes(OPEN) ? text.replace(ADDED, '') : text;
}
