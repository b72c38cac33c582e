import jsTokens from 'js-tokens';

export interface Comment {
  /** Without what opens and closes it. */
  readonly text: string;
  readonly line: number;
  /** The line of code that it belongs to: the one that it shares, or else the next one. `null` at the end of a file. */
  readonly target: number | null;
}

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/;

/** The comments of a JavaScript or TypeScript source. */
export function commentsIn(source: string, hasTags: boolean): Comment[] {
  const comments: { text: string; line: number; lastLine: number }[] = [];
  const code = new Set<number>();
  let line = 1;
  for (const { type, value } of jsTokens(source, { jsx: hasTags })) {
    const lastLine = line + value.split(LINE_BREAK).length - 1;
    if (type === 'SingleLineComment') comments.push({ text: value.slice(2), line, lastLine });
    else if (type === 'MultiLineComment') comments.push({ text: value.slice(2).replace(/\*\/$/, ''), line, lastLine });
    else if (!BLANK.has(type)) for (let at = line; at <= lastLine; at++) code.add(at);
    line = lastLine;
  }
  return comments.map(({ text, line: first, lastLine }) => ({
    text,
    line: first,
    target: [first, lastLine].find((at) => code.has(at)) ?? nextOf(code, lastLine, line),
  }));
}

const BLANK: ReadonlySet<string> = new Set(['WhiteSpace', 'LineTerminatorSequence', 'HashbangComment']);

function nextOf(code: ReadonlySet<number>, after: number, last: number): number | null {
  for (let line = after + 1; line <= last; line++) if (code.has(line)) return line;
  return null;
}
