import { inOrder } from './apply-edits.js';
import type { Source, TextEdit } from './source.js';

const LINES_SHOWN_WHOLE = 8;

interface Line {
  readonly text: string;
  readonly isNew: boolean;
}

/** The lines from one position to another as they are when the edits are made, without those that stay as they were. */
export function renderEdits(source: Source, edits: readonly TextEdit[], from: number, to: number): string {
  const start = source.text.lastIndexOf('\n', from - 1) + 1;
  const next = source.text.indexOf('\n', to);
  const end = next === -1 ? source.text.length : next;
  const inside = inOrder(edits).filter((edit) => edit.from >= start && edit.to <= end);
  const lines = editedLines(source.text, inside, start, end);
  const short = lines.length > LINES_SHOWN_WHOLE ? folded(lines) : lines;
  const around = (text: string): string => source.text.slice(0, start) + text + source.text.slice(end);
  // What is left out may have begun or ended something.
  const shown = short !== lines && source.parses(around(joined(short))) ? short : lines;
  return joined(dedented(shown));
}

function editedLines(text: string, edits: readonly TextEdit[], start: number, end: number): Line[] {
  const lines: Line[] = [];
  let line = '';
  let isNew = false;
  const add = (piece: string, fresh: boolean): void => {
    const [first = '', ...rest] = piece.split('\n');
    line += first;
    isNew ||= fresh && first.trim() !== '';
    for (const part of rest) {
      lines.push({ text: line.trimEnd(), isNew });
      line = part;
      isNew = fresh && part.trim() !== '';
    }
  };
  let at = start;
  for (const edit of edits) {
    add(text.slice(at, edit.from), false);
    add(edit.text, edit.isIndent !== true);
    at = edit.to;
  }
  add(text.slice(at, end), false);
  lines.push({ text: line.trimEnd(), isNew });
  while (lines.length > 1 && lines[0]?.text === '') lines.shift();
  return lines;
}

/** Runs of old lines between the first and the last become `// …`. */
function folded(lines: readonly Line[]): readonly Line[] {
  const short: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line) break;
    let until = index;
    while (until < lines.length - 1 && until > 0 && lines[until]?.isNew === false) until++;
    if (until - index < 2) short.push(line);
    else {
      short.push({ text: `${smallestIndent(lines.slice(index, until))}// …`, isNew: false });
      index = until - 1;
    }
  }
  return short;
}

function smallestIndent(lines: readonly Line[]): string {
  const indents = lines.filter(({ text }) => text !== '').map(({ text }) => /^\s*/.exec(text)?.[0] ?? '');
  return indents.reduce((least, one) => (one.length < least.length ? one : least), indents[0] ?? '');
}

function dedented(lines: readonly Line[]): readonly Line[] {
  const width = smallestIndent(lines).length;
  return lines.map((line) => ({ ...line, text: line.text.slice(width) }));
}

function joined(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n');
}
