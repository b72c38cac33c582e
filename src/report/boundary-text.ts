import type { Boundary } from '../evidence/evidence.js';
import type { CodeMap, Place } from '../model/code-map.js';
import type { BoundaryText } from '../rules/define-rule.js';

/** The user's own text at a boundary, for the fix to be written from. */
export function boundaryText(
  boundary: Boundary | null,
  place: Place | null,
  context: { readonly code: CodeMap; sourceOf(file: string): readonly string[] | null },
): BoundaryText {
  const source = place && context.sourceOf(place.file);
  if (!boundary || !place || !source) return { line: '', column: 0, block: [], literal: null, async: false };
  const line = source[place.line - 1] ?? '';
  const column = place.column - 1;
  const isAsync = 'site' in boundary && context.code.isAsyncAt(boundary.site);
  const literal = 'site' in boundary ? context.code.literalAt(boundary.site) : null;
  if (!literal || literal.to.line < place.line) return { line, column, block: [line], literal: null, async: isAsync };
  const start = literalStart(source[literal.from.line - 1] ?? '', literal.from.column - 1);
  return {
    line,
    column,
    async: isAsync,
    block: source.slice(place.line - 1, literal.to.line),
    literal: {
      from: { line: literal.from.line - place.line, column: start },
      to: { line: literal.to.line - place.line, column: literal.to.column - 1 },
    },
  };
}

/** Source maps lead to an arrow function's first parameter; its text begins at the parenthesis before that. */
function literalStart(line: string, column: number): number {
  if (/^(?:async\b|function\b|\(|[\w$]+\s*=>)/.test(line.slice(column))) return column;
  const before = line.slice(0, column).trimEnd();
  return before.endsWith('(') ? before.length - 1 : column;
}
