/** Brackets and quotation marks, and what ends a text or is escaped in it. */
const MARKS = /[{}[\]"]/g;
const IN_STRING = /["\\]/g;

/**
 * JSON that was cut off, up to the last object or array that is whole, and closed behind that. What is left out then is the
 * part that was being written.
 */
export function closedText(text: string): string {
  const closers: string[] = [];
  let end = 0;
  let openAtEnd = 0;
  let at = 0;
  for (;;) {
    MARKS.lastIndex = at;
    const found = MARKS.exec(text);
    if (!found) break;
    const mark = found[0];
    at = found.index + 1;
    if (mark === '"') at = endOfString(text, at);
    else if (mark === '{' || mark === '[') closers.push(mark === '{' ? '}' : ']');
    else {
      if (closers.at(-1) !== mark) break;
      closers.pop();
      end = at;
      openAtEnd = closers.length;
    }
  }
  // Behind the last end nothing was closed: what was open there is still at the bottom.
  return text.slice(0, end) + closers.slice(0, openAtEnd).reverse().join('');
}

/** Behind its quotation mark, or the end of all. */
function endOfString(text: string, start: number): number {
  let at = start;
  for (;;) {
    IN_STRING.lastIndex = at;
    const found = IN_STRING.exec(text);
    if (!found) return text.length;
    if (found[0] === '"') return found.index + 1;
    at = found.index + 2;
  }
}
