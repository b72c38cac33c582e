import type { FinishedSpan } from '../protocol/finished-span.js';
import { FLAGS, NUMBER_SHIFT, ROW_WORDS } from './row.js';
import { rowSpan } from './row-span.js';
import type { SpanStore } from './span-store.js';
import type { TraceSet } from './trace-set.js';

interface Placed {
  readonly span: FinishedSpan;
  readonly piece: number;
  /** In its piece. */
  readonly number: number;
}

/** The spans of some traces, in the order in which they were read. */
export function spansOfTraces(store: SpanStore, traces: TraceSet): FinishedSpan[] {
  const found: Placed[] = [];
  for (const partition of traces.partitions) {
    const { words, pieces } = store.rows.readWithPieces(partition);
    for (let at = 0; at < words.length; at += ROW_WORDS) {
      if (!traces.has(words, at)) continue;
      const number = (words[at + FLAGS] ?? 0) >>> NUMBER_SHIFT;
      found.push({ span: rowSpan(words, at, store), piece: pieces[at / ROW_WORDS] ?? 0, number });
    }
  }
  return found.sort((a, b) => a.piece - b.piece || a.number - b.number).map(({ span }) => span);
}
