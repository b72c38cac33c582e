import type { Boundary } from '../evidence/evidence.js';
import type { CodeMap, Place } from '../model/code-map.js';
import type { BoundaryText } from '../rules/define-rule.js';
import { handedFunction } from '../source/handed-function.js';
import type { CodeAt, Source } from '../source/source.js';

interface Around {
  readonly code: CodeMap;
  sourceOf(file: string): readonly string[] | null;
  parsedOf(file: string): Source | null;
}

type Named = Pick<BoundaryText, 'startedAt' | 'packageName'>;

/** The user's own text at a boundary, for the fix to be written from. */
export function boundaryText(
  boundary: Boundary | null,
  place: Place | null,
  start: Place | null,
  context: Around,
  named: Named,
): BoundaryText {
  const source = place && context.sourceOf(place.file);
  const started = start && farCode(start, context);
  if (!boundary || !place || !source) return { line: '', column: 0, async: false, code: null, started, ...named };
  return {
    line: source[place.line - 1] ?? '',
    column: place.column - 1,
    async: 'site' in boundary && context.code.isAsyncAt(boundary.site),
    code: codeAt(boundary, place, start, context),
    started,
    ...named,
  };
}

function farCode(place: Place, { parsedOf }: Around): BoundaryText['started'] {
  const source = parsedOf(place.file);
  return source && { source, offset: offsetOf(source, place) };
}

function codeAt(boundary: Boundary, place: Place, start: Place | null, { code, parsedOf }: Around): CodeAt | null {
  const source = parsedOf(place.file);
  if (!source) return null;
  const literal = 'site' in boundary ? code.literalAt(boundary.site) : null;
  const handed = literal && handedFunction(source, offsetOf(source, literal.from), offsetOf(source, literal.to));
  const started = start?.file === place.file ? offsetOf(source, start) : null;
  return { source, offset: offsetOf(source, place), handed, start: started };
}

function offsetOf({ text }: Source, { line, column }: Place): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf('\n', start);
    if (next === -1) break;
    start = next + 1;
  }
  return start + column - 1;
}
