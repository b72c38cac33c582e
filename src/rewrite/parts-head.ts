import { RECORDER_GLOBAL } from '../protocol/recorder-global.js';
import { positionsIn, shiftedOffset } from './additions.js';
import type { Part } from './bundle-parts.js';
import { type Addition, mark } from './marks.js';

/** Wide enough for any length; a number may have blanks in front of it. */
const LENGTH_DIGITS = 9;

/**
 * Tells the recorder, before anything else in the module runs, which of its lines are the user's: stacks have to leave
 * out the others. Positions are those of the text with all else that is inserted; what comes behind this text on its own
 * line is moved by its length, which it therefore tells as well. `first`: index of the addition that it follows.
 */
export function partsHead(
  parts: readonly Part[],
  file: string,
  text: string,
  additions: readonly Addition[],
  first: number,
): string {
  const shifted = shiftedOffset(additions);
  // As many lines as before, and for what is asked of it no more has to be known than where they begin.
  const position = movedPositions(text, additions);
  const places = parts.map(({ at, owner }) => {
    const { line, column } = position(at, shifted(at));
    return `${line},${column},${owner === 'user' ? 1 : 0}`;
  });
  const at = additions[first]?.at ?? 0;
  const before = additions.slice(0, first + 1).reduce((length, { text: added }) => length + added.length, 0);
  const own = position(at, at + before);
  const told = `typeof ${RECORDER_GLOBAL}=="object"&&${RECORDER_GLOBAL}.bundled(${JSON.stringify(file)},${own.line},${own.column}`;
  const build = (length: number): string =>
    mark(`;${told},${String(length).padStart(LENGTH_DIGITS)},[${places.join()}]);`);
  return build(build(0).length);
}

type Position = { readonly line: number; readonly column: number };

function movedPositions(text: string, additions: readonly Addition[]): (offset: number, moved: number) => Position {
  const position = positionsIn(text);
  const shifted = shiftedOffset(additions);
  return (offset, moved) => {
    const { line, column } = position(offset);
    const lineStart = offset - (column - 1);
    // What stands at the very beginning of a line belongs to it.
    const start = lineStart === 0 ? 0 : shifted(lineStart - 1) + 1;
    return { line, column: moved - start + 1 };
  };
}
