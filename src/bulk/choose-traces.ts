import { rowsAt } from './rows-of.js';
import { hasParent, TraceIndex } from './trace-index.js';
import { type JudgingNeeds, tracesToJudge } from './traces-to-judge.js';

export interface ChooseRequest extends JudgingNeeds {
  /** All spans of a partition. */
  readonly rows: Uint32Array;
  /** Ids of traces, four words each, that have to be judged for what is known of others. */
  readonly marked: Uint32Array;
}

export interface Chosen {
  /** Of the traces that have to be judged, each trace together. */
  readonly rows: Uint32Array;
  /** Of all others, which have nothing wrong with them. */
  readonly healthy: { readonly spans: number; readonly traces: number; readonly roots: number };
}

/** Chooses the traces that have to be judged, and counts the others. */
export function chooseTraces({ rows, marked, ...needs }: ChooseRequest): Chosen {
  const index = new TraceIndex(rows);
  const { traceOf, count } = index;
  const judged = tracesToJudge(index, needs);
  for (let at = 0; at < marked.length; at += 4) judged[index.trace(marked, at)] = 1;
  let spans = 0;
  let roots = 0;
  let traces = index.traces;
  for (const isJudged of judged) traces -= isJudged;
  const wanted: number[] = [];
  for (let row = 0; row < count; row++) {
    if (judged[traceOf[row] as number] === 1) {
      wanted.push(row);
      continue;
    }
    spans++;
    if (!hasParent(rows, row)) roots++;
  }
  wanted.sort((a, b) => (traceOf[a] as number) - (traceOf[b] as number) || a - b);
  return { rows: rowsAt(rows, wanted), healthy: { spans, traces, roots } };
}
