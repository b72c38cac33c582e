import type { RawFrame } from '../protocol/trace-event.js';

/** Where the user's code begins and ends in a file that holds others' as well. */
interface Bundle {
  /** Behind this, on its line, columns are counted without what told all this. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** `line, column, 1 or 0` of each stretch: 1 is the user's. */
  readonly parts: readonly number[];
}

const bundles = new Map<string, Bundle>();

/** A bundle is about to run. Called by what the rewriter put at its head. */
export function bundled(file: string, line: number, column: number, length: number, parts: readonly number[]): void {
  bundles.set(file, { line, column, length, parts });
}

/** Is this place in a file of the user's the user's own? */
export function isUserPlace([file, line, column]: RawFrame): boolean {
  const bundle = bundles.get(file);
  if (!bundle) return true;
  const moved = line === bundle.line && column >= bundle.column;
  return partAt(bundle.parts, line, moved ? column - bundle.length : column) === 1;
}

const NUMBERS = 3;

function partAt(parts: readonly number[], line: number, column: number): number | undefined {
  let low = 0;
  let high = parts.length / NUMBERS;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [atLine = 0, atColumn = 0] = [parts[middle * NUMBERS], parts[middle * NUMBERS + 1]];
    if (atLine < line || (atLine === line && atColumn <= column)) low = middle + 1;
    else high = middle;
  }
  return parts[low * NUMBERS - 1];
}
