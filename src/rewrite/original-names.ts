import type { SourceMapSegment } from '@jridgewell/trace-mapping';
import { positionsIn } from './additions.js';
import type { FunctionEntry } from './notes/note-writer.js';
import type { InputMap } from './input-map.js';

/** Names are short where they were made short. */
const LOOK_BACK_CHARS = 60;

const DECLARED = /^(?:async\s+)?function\s*\*?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;
/** Of a method, a field, a variable: what stands before the function. */
const GIVEN = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?:[=:]\s*(?:async\s*)?)?$/u;

/** What functions are called in the sources of a module whose names were made short. */
export function originalNames(text: string, { mappings, names }: InputMap): (fn: FunctionEntry) => string | null {
  const position = positionsIn(text);
  return ({ name, start }) => {
    if (name === null) return null;
    const at = nameOffset(text, start, name);
    if (at === null) return name;
    const { line, column } = position(at);
    const segment = segmentAt(mappings[line - 1] ?? [], column - 1);
    const index = segment?.[4];
    return (index === undefined ? undefined : names[index]) ?? name;
  };
}

function nameOffset(text: string, start: number, name: string): number | null {
  const declared = DECLARED.exec(text.slice(start, start + LOOK_BACK_CHARS));
  if (declared?.[1] === name) return start + declared[0].length - name.length;
  const from = Math.max(0, start - LOOK_BACK_CHARS);
  const given = GIVEN.exec(text.slice(from, start));
  return given?.[1] === name ? from + given.index : null;
}

/** The one that begins exactly there. */
function segmentAt(segments: readonly SourceMapSegment[], column: number): SourceMapSegment | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (!segment) return undefined;
    if (segment[0] === column) return segment;
    if (segment[0] < column) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
