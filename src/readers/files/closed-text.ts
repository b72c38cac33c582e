/** More open brackets than any trace has. Deeper ones are somebody's attack, of which nothing is worth saving. */
const DEEPEST = 1_000;

/**
 * JSON that was cut off, up to the last object or array that is whole, and closed behind that. What is left out then is the
 * part that was being written.
 */
export function closedText(text: string): string {
  const open: string[] = [];
  let end = 0;
  let closers = '';
  const marks = /[{}[\]]|"(?:[^"\\]|\\.)*(?:"|$)/gs;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const mark = found[0];
    if (mark === '{' || mark === '[') open.push(mark === '{' ? '}' : ']');
    else if (mark === '}' || mark === ']') {
      if (open.pop() !== mark) break;
      end = found.index + 1;
      if (open.length <= DEEPEST) closers = open.toReversed().join('');
    }
    if (open.length > DEEPEST) break;
  }
  return text.slice(0, end) + closers;
}
