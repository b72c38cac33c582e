import { LINE_BREAK, type Source } from '../source/source.js';

export interface Comment {
  /** Without what opens and closes it. */
  readonly text: string;
  readonly line: number;
  /** The line of code that it belongs to: the one that it shares, or else the next one. `null` at the end of a file. */
  readonly target: number | null;
}

/** The comments of a source, each with its line of code. */
export function commentsIn(source: Source): Comment[] {
  const code = withoutComments(source);
  return source.comments.map(({ text, line, lastLine }) => {
    const own = [line, lastLine].find((at) => !BESIDE_COMMENTS.test(code[at - 1] ?? ''));
    const next = code.findIndex((rest, index) => index >= lastLine && HAS_WORDS.test(rest));
    return { text, line, target: own ?? (next === -1 ? null : next + 1) };
  });
}

/** Nothing, or what a comment between tags stands in. */
const BESIDE_COMMENTS = /^\s*(?:\{\s*\}?\s*)?$/;

/** A finding is always about a name. */
const HAS_WORDS = /[\w$]|[^\0-\x7f]/;

/** The lines of a source, without the text of its comments. */
function withoutComments({ text, comments }: Source): string[] {
  let at = 0;
  let rest = '';
  for (const { from, to, line, lastLine } of comments) {
    rest += text.slice(at, from) + '\n'.repeat(lastLine - line);
    at = to;
  }
  return (rest + text.slice(at)).split(LINE_BREAK);
}
