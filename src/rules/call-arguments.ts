/** One argument of a call, as far as it stands on the call's first line. */
export interface Argument {
  readonly text: string;
  /** Where it begins and ends in the line (from 0). */
  readonly from: number;
  readonly to: number;
}

const OPENING = '([{';
const CLOSING = ')]}';
const QUOTES = `'"\``;

/** The arguments of the call whose callee stands at `column`. The last one may go on in the next line. */
export function callArguments(line: string, column: number): readonly Argument[] {
  const start = line.indexOf('(', column);
  if (start === -1) return [];
  const found: Argument[] = [];
  let from = start + 1;
  const end = (to: number): void => {
    const raw = line.slice(from, to);
    const text = raw.trim();
    const begin = from + raw.indexOf(text);
    if (text !== '') found.push({ text, from: begin, to: begin + text.length });
    from = to + 1;
  };
  let depth = 0;
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at] ?? '';
    if (QUOTES.includes(character)) at = endOfText(line, at);
    else if (OPENING.includes(character)) depth++;
    else if (CLOSING.includes(character) && depth-- === 0) {
      end(at);
      return found;
    } else if (character === ',' && depth === 0) end(at);
  }
  end(line.length);
  return found;
}

/** Position of the quote that ends a text. Templates with texts in them are read as far as the next backtick. */
function endOfText(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === line[start]) return at;
  }
  return line.length;
}
