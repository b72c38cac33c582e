import { mixed, traceHash } from './partitioned.js';
import { PARENT, ROW_WORDS, SPAN, TRACE } from './row.js';

const NONE = -1;

/** Finds traces, spans and parents among rows: all of them by position, none of them an object. */
export class TraceIndex {
  readonly rows: Uint32Array;
  readonly count: number;
  traces = 0;
  /** Of each row. */
  readonly traceOf: Int32Array;
  /** The row of each row's parent; -1: it has none, or it is not here. Of several with its id, one of them. */
  readonly parentOf: Int32Array;
  /** Of each row: is there one before it with the same id? */
  readonly isTwin: Uint8Array;
  readonly #mask: number;
  readonly #traceSlots: Int32Array;
  readonly #spanSlots: Int32Array;
  /** A row of each trace. */
  readonly #rowOf: Int32Array;

  constructor(rows: Uint32Array) {
    this.rows = rows;
    const count = rows.length / ROW_WORDS;
    this.count = count;
    const size = 2 ** Math.ceil(Math.log2(2 * count + 2));
    this.#mask = size - 1;
    this.#traceSlots = new Int32Array(size).fill(NONE);
    this.#spanSlots = new Int32Array(size).fill(NONE);
    this.#rowOf = new Int32Array(count);
    this.traceOf = new Int32Array(count);
    this.parentOf = new Int32Array(count).fill(NONE);
    this.isTwin = new Uint8Array(count);
    for (let row = 0; row < count; row++) this.#add(row);
    for (let row = 0; row < count; row++) {
      const at = row * ROW_WORDS + PARENT;
      if (hasParent(rows, row)) this.parentOf[row] = this.#span(this.traceOf[row] as number, rows, at);
    }
  }

  /** By the words of its id; -1: it is not here. */
  trace(words: Uint32Array, at: number): number {
    const { rows } = this;
    const mask = this.#mask;
    for (let slot = traceHash(words, at) & mask; ; slot = (slot + 1) & mask) {
      const trace = this.#traceSlots[slot] as number;
      if (trace === NONE) return NONE;
      if (isSameTrace(rows, (this.#rowOf[trace] as number) * ROW_WORDS, words, at)) return trace;
    }
  }

  hasSpan(trace: number, words: Uint32Array, at: number): boolean {
    return this.#span(trace, words, at) !== NONE;
  }

  #add(row: number): void {
    const { rows } = this;
    const mask = this.#mask;
    const at = row * ROW_WORDS;
    let slot = traceHash(rows, at) & mask;
    let trace = NONE;
    for (; ; slot = (slot + 1) & mask) {
      trace = this.#traceSlots[slot] as number;
      if (trace === NONE || isSameTrace(rows, (this.#rowOf[trace] as number) * ROW_WORDS, rows, at)) break;
    }
    if (trace === NONE) {
      trace = this.traces++;
      this.#traceSlots[slot] = trace;
      this.#rowOf[trace] = row;
    }
    this.traceOf[row] = trace;
    slot = spanHash(trace, rows, at + SPAN) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const other = this.#spanSlots[slot] as number;
      if (other === NONE) {
        this.#spanSlots[slot] = row;
        return;
      }
      if (this.#isSpan(other, trace, rows, at + SPAN)) {
        this.isTwin[row] = 1;
        return;
      }
    }
  }

  #span(trace: number, words: Uint32Array, at: number): number {
    const mask = this.#mask;
    for (let slot = spanHash(trace, words, at) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#spanSlots[slot] as number;
      if (row === NONE || this.#isSpan(row, trace, words, at)) return row;
    }
  }

  #isSpan(row: number, trace: number, words: Uint32Array, at: number): boolean {
    const own = row * ROW_WORDS + SPAN;
    return this.traceOf[row] === trace && this.rows[own] === words[at] && this.rows[own + 1] === words[at + 1];
  }
}

export function hasParent(rows: Uint32Array, row: number): boolean {
  const at = row * ROW_WORDS + PARENT;
  return rows[at] !== 0 || rows[at + 1] !== 0;
}

export function isSameTrace(a: Uint32Array, at: number, b: Uint32Array, from: number): boolean {
  for (let word = TRACE; word < TRACE + 4; word++) if (a[at + word] !== b[from + word]) return false;
  return true;
}

function spanHash(trace: number, words: Uint32Array, at: number): number {
  return mixed(mixed((words[at] as number) ^ trace) ^ (words[at + 1] as number));
}
