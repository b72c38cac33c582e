import { ROW_WORDS } from './row.js';

/** Those of some rows that are asked for. */
export function rowsOf(rows: Uint32Array, isWanted: (row: number) => boolean): Uint32Array {
  const found: number[] = [];
  for (let row = 0; row < rows.length / ROW_WORDS; row++) if (isWanted(row)) found.push(row);
  const words = new Uint32Array(found.length * ROW_WORDS);
  found.forEach((row, index) => words.set(rows.subarray(row * ROW_WORDS, (row + 1) * ROW_WORDS), index * ROW_WORDS));
  return words;
}
