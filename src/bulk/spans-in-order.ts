import type { FinishedSpan } from '../protocol/finished-span.js';
import { FLAGS, NUMBER_SHIFT, ROW_WORDS } from './row.js';
import { rowSpan } from './row-span.js';
import type { SpanStore } from './span-store.js';

/** All spans as they were read. */
export function spansInOrder(store: SpanStore): FinishedSpan[] {
  const spans: FinishedSpan[] = [];
  for (const words of store.rows.pieces()) {
    const rows = Uint32Array.from({ length: words.length / ROW_WORDS }, (_, row) => row * ROW_WORDS);
    rows.sort((a, b) => numberOf(words, a) - numberOf(words, b));
    for (const at of rows) spans.push(rowSpan(words, at, store));
  }
  return spans;
}

function numberOf(words: Uint32Array, at: number): number {
  return (words[at + FLAGS] ?? 0) >>> NUMBER_SHIFT;
}
