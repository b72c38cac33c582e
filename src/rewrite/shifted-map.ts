import { type EncodedSourceMap, encodedMap, type SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import { positionsIn } from './additions.js';
import type { InputMap } from './input-map.js';
import type { Addition } from './marks.js';

/**
 * The map of a text into which something was inserted. Nothing that is inserted has a line's end in it, so segments only
 * move to the right.
 */
export function shiftedMap(map: InputMap, text: string, additions: readonly Addition[]): EncodedSourceMap {
  const { sources, sourcesContent, names } = map;
  const inserted = insertionsByLine(text, additions);
  const mappings = map.mappings.map((segments, line) => {
    const insertions = inserted.get(line);
    return insertions ? moved(segments, insertions) : segments;
  });
  const shifted = new TraceMap({
    version: 3,
    sources: [...sources],
    names: [...names],
    mappings: mappings as SourceMapSegment[][],
    ...(sourcesContent.some((content) => content !== null) ? { sourcesContent: [...sourcesContent] } : {}),
  });
  return encodedMap(shifted);
}

interface Insertion {
  readonly column: number;
  readonly length: number;
}

/** Lines and columns from 0. */
function insertionsByLine(text: string, additions: readonly Addition[]): Map<number, Insertion[]> {
  const position = positionsIn(text);
  const byLine = new Map<number, Insertion[]>();
  for (const { at, text: added } of additions) {
    const { line, column } = position(at);
    const insertion = { column: column - 1, length: added.length };
    const others = byLine.get(line - 1);
    if (others) others.push(insertion);
    else byLine.set(line - 1, [insertion]);
  }
  return byLine;
}

function moved(segments: readonly SourceMapSegment[], insertions: readonly Insertion[]): SourceMapSegment[] {
  let next = 0;
  let by = 0;
  return segments.map((segment) => {
    for (let one = insertions[next]; one && one.column <= segment[0]; one = insertions[++next]) by += one.length;
    const [column, ...rest] = segment;
    return [column + by, ...rest] as SourceMapSegment;
  });
}
