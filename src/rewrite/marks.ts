/**
 * Everything that the rewriter adds stands between these two comments, so that taking it out again gives the original
 * text, letter for letter. Both are Latin-1, which keeps V8 from storing the module in two bytes a character.
 */
export const OPEN = '/*«*/';
export const CLOSE = '/*»*/';

/** Behind a slash (`a/await b`), which would make a line's end of a comment that follows at once. The blank is ours, too. */
const OPEN_BEHIND_SLASH = ' /*«÷*/';

/** V8 ends the text of an arrow function at its last brace: the closing comment may be cut off. */
const ADDED = /(?: \/\*«÷\*\/|\/\*«\*\/).*?(?:\/\*»\*\/|$)/gs;
/** With what either begins. */
const ANY_OPEN = '/*«';

export function mark(code: string): string {
  return OPEN + code + CLOSE;
}

/** The same additions, fit to stand where they do in this text. They come in the order of the text. */
export function fitted(text: string, additions: readonly Addition[]): readonly Addition[] {
  let last = -1;
  return additions.map((addition) => {
    const first = addition.at !== last;
    last = addition.at;
    if (!first || text[addition.at - 1] !== '/') return addition;
    return { at: addition.at, text: OPEN_BEHIND_SLASH + addition.text.slice(OPEN.length) };
  });
}

/** The text as it was before the rewriter. */
export function withoutAdditions(text: string): string {
  return text.includes(ANY_OPEN) ? text.replace(ADDED, '') : text;
}

export function isRewritten(text: string): boolean {
  return text.includes(ANY_OPEN);
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
