import { ROW_WORDS } from './row.js';

/** Those of some rows that are asked for. */
export function rowsOf(rows: Uint32Array, isWanted: (row: number) => boolean): Uint32Array {
  const found: number[] = [];
  for (let row = 0; row < rows.length / ROW_WORDS; row++) if (isWanted(row)) found.push(row);
  return rowsAt(rows, found);
}

/** The rows of some places, in their order. */
export function rowsAt(rows: Uint32Array, places: readonly number[]): Uint32Array {
  const words = new Uint32Array(places.length * ROW_WORDS);
  let to = 0;
  for (const row of places) {
    words.set(rows.subarray(row * ROW_WORDS, (row + 1) * ROW_WORDS), to);
    to += ROW_WORDS;
  }
  return words;
}
