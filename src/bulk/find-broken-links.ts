import { buildFinished } from '../model/build-finished.js';
import { isWhole } from '../model/questions/is-whole.js';
import { LINK_WORDS, TARGET } from './encoder.js';
import { partitioned, PARTITIONS, partitionOfTrace } from './partitioned.js';
import { FLAGS, ROW_WORDS, SHARED } from './row.js';
import { rowSpan } from './row-span.js';
import { rowsOf } from './rows-of.js';
import type { SpanStore } from './span-store.js';
import { hasParent, TraceIndex } from './trace-index.js';
import { TraceSet } from './trace-set.js';

/** Finds the links that lead to no span of a trace that is here, and whole: as `broken-link` does in one model. */
export function findBrokenLinks(store: SpanStore): void {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const links = store.links.read(partition);
    if (links.length === 0) continue;
    const targets = new TraceSet();
    for (let at = 0; at < links.length; at += LINK_WORDS) targets.add(links, at + TARGET);
    const rows = store.rows.read(partition);
    const index = new TraceIndex(rowsOf(rows, (row) => targets.has(rows, row * ROW_WORDS)));
    const whole = wholeTraces(index, store);
    const broken: number[] = [];
    for (let at = 0; at < links.length; at += LINK_WORDS) {
      const trace = index.trace(links, at + TARGET);
      if (trace < 0 || whole[trace] === 0 || index.hasSpan(trace, links, at + TARGET + 4)) continue;
      broken.push(...links.subarray(at, at + LINK_WORDS));
    }
    const records = Uint32Array.from(broken);
    store.broken.add(partitioned(records, records.length / LINK_WORDS, LINK_WORDS, partitionOfTrace));
  }
}

function wholeTraces(index: TraceIndex, store: SpanStore): Uint8Array {
  const { rows, count, traces, traceOf, parentOf, isTwin } = index;
  const whole = new Uint8Array(traces).fill(1);
  const doubtful = new Set<number>();
  for (let row = 0; row < count; row++) {
    const trace = traceOf[row] as number;
    if (hasParent(rows, row) && parentOf[row] === -1) whole[trace] = 0;
    if (isTwin[row] === 1 || ((rows[row * ROW_WORDS + FLAGS] ?? 0) & SHARED) !== 0) doubtful.add(trace);
  }
  // Which of several with one id is whose parent, the model knows.
  for (const trace of doubtful) {
    const own = rowsOf(rows, (row) => traceOf[row] === trace);
    const spans = Array.from({ length: own.length / ROW_WORDS }, (_, row) => rowSpan(own, row * ROW_WORDS, store));
    whole[trace] = buildFinished(spans).traces.every(isWhole) ? 1 : 0;
  }
  return whole;
}
