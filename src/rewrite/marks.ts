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

/** An insertion into a text. Nothing is ever removed or moved, so the original can always be had back. */
export interface Addition {
  readonly at: number;
  readonly text: string;
}

/** The text with the additions in it. They come in the order of the text. */
export function applied(text: string, additions: readonly Addition[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, text: added } of additions) {
    parts.push(text.slice(from, at), added);
    from = at;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
