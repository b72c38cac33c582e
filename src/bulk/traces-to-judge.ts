import { CLIENT, CONSUMER, INTERNAL, PRODUCER, SERVER } from '../protocol/span-kind.js';
import { EARLIEST_MS, LATEST_MS } from '../rules/bad-timing.js';
import {
  FLAGS,
  KIND_BITS,
  LINKS,
  END,
  MAKER,
  NUMBER_BITS,
  ROW_DOUBLES,
  ROW_WORDS,
  SHARED,
  START,
  THREAD_SHIFT,
} from './row.js';
import { hasParent, type TraceIndex } from './trace-index.js';

export interface JudgingNeeds {
  /** The service of each maker, by thread and number; -1: it has no name. */
  readonly services: readonly Int32Array[];
  /** No rule lets a child end later than this after its parent without asking more: the least of what is allowed for. */
  readonly allowedMs: number;
}

/**
 * The traces that a rule could have something to say about, by what stands in their own rows; of all others it is certain that
 * none has. What other traces have to do with it, links and what ran beside, is asked elsewhere. It errs on the side of more:
 * each rule of finished spans (`finished-*`, and those with `onlyFinished`) has its condition here, or a weaker one.
 */
export function tracesToJudge(index: TraceIndex, { services, allowedMs }: JudgingNeeds): Uint8Array {
  const { rows, count, traces, traceOf, parentOf, isTwin } = index;
  const doubles = new Float64Array(rows.buffer, rows.byteOffset, rows.length / 2);
  const judged = new Uint8Array(traces);
  const roots = new Uint8Array(traces);
  for (let row = 0; row < count; row++) {
    const trace = traceOf[row] as number;
    if (judged[trace] === 1) continue;
    const at = row * ROW_WORDS;
    const flags = rows[at + FLAGS] as number;
    const kind = flags & KIND_BITS;
    const startMs = doubles[row * ROW_DOUBLES + START] as number;
    const endMs = doubles[row * ROW_DOUBLES + END] as number;
    // bad-timing; comparisons with what is no number are false. duplicate-span-id, and what is there twice.
    const isPlain = startMs >= EARLIEST_MS && endMs <= LATEST_MS && endMs >= startMs;
    if (!isPlain || isTwin[row] === 1 || (flags & SHARED) !== 0) {
      judged[trace] = 1;
      continue;
    }
    if (!hasParent(rows, row)) {
      // several-roots; client-root. Of the roots of other kinds orphan-span asks what ran beside them.
      if (roots[trace] === 1 || (kind === CLIENT && rows[at + LINKS] === 0)) judged[trace] = 1;
      roots[trace] = 1;
      continue;
    }
    const parent = parentOf[row] as number;
    // missing-parent
    if (parent < 0) {
      judged[trace] = 1;
      continue;
    }
    const above = parent * ROW_WORDS;
    const parentKind = (rows[above + FLAGS] as number) & KIND_BITS;
    // outlives-parent
    const isLate =
      kind !== CONSUMER &&
      parentKind !== PRODUCER &&
      endMs > (doubles[parent * ROW_DOUBLES + END] as number) + allowedMs;
    if (isLate || (isOdd(kind, parentKind) && areApart(rows, at, above, services))) judged[trace] = 1;
  }
  markCircles(index, judged);
  return judged;
}

/** kind-mismatch */
function isOdd(kind: number, parentKind: number): boolean {
  if (kind === SERVER) return parentKind === INTERNAL || parentKind === CONSUMER;
  if (kind === CONSUMER) return parentKind === INTERNAL;
  return kind === CLIENT && (parentKind === CLIENT || parentKind === PRODUCER);
}

function areApart(rows: Uint32Array, at: number, above: number, services: JudgingNeeds['services']): boolean {
  const [own, other] = [rows[at + MAKER] as number, rows[above + MAKER] as number];
  return own !== other && serviceOf(own, services) !== serviceOf(other, services);
}

function serviceOf(maker: number, services: JudgingNeeds['services']): number | undefined {
  return services[maker >>> THREAD_SHIFT]?.[maker & NUMBER_BITS];
}

/** parent-cycle: spans from which no way leads to a root. */
function markCircles({ rows, count, traceOf, parentOf }: TraceIndex, judged: Uint8Array): void {
  /** By which walk a row was passed first. */
  const passed = new Int32Array(count).fill(-1);
  for (let start = 0; start < count; start++) {
    if (judged[traceOf[start] as number] === 1) continue;
    let row = start;
    while (row >= 0 && passed[row] === -1) {
      passed[row] = start;
      row = hasParent(rows, row) ? (parentOf[row] as number) : -1;
    }
    if (row >= 0 && passed[row] === start) judged[traceOf[start] as number] = 1;
  }
}
