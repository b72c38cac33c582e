import type { FinishedSpan } from '../protocol/finished-span.js';

/**
 * A span, its ids and its times, as Node keeps them, were measured to take 330 bytes; its name comes on top. As much again is
 * garbage, which Node lets grow as large as what is alive.
 */
export const BYTES_OF_SPAN = 700;
const BYTES_OF_LINK = 400;

export interface StoredTrace {
  readonly id: string;
  readonly spans: FinishedSpan[];
  bytes: number;
  /** When the last of its spans came. */
  lastMs: number;
  /** It has been judged, and nothing has come since. */
  isJudged: boolean;
}

/** Spans by trace: one that arrives in several requests, from several processes, is one. */
export class TraceStore {
  readonly #traces = new Map<string, StoredTrace>();
  #bytes = 0;
  #spans = 0;

  /** Roughly what they take in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  get spans(): number {
    return this.#spans;
  }

  get traces(): number {
    return this.#traces.size;
  }

  has(traceId: string): boolean {
    return this.#traces.has(traceId);
  }

  add(span: FinishedSpan, nowMs: number): void {
    const bytes = BYTES_OF_SPAN + span.name.length + span.links.length * BYTES_OF_LINK;
    const trace = this.#traces.get(span.traceId);
    if (trace) {
      trace.spans.push(span);
      trace.bytes += bytes;
      trace.lastMs = nowMs;
      trace.isJudged = false;
    } else {
      const { traceId: id } = span;
      this.#traces.set(id, { id, spans: [span], bytes, lastMs: nowMs, isJudged: false });
    }
    this.#bytes += bytes;
    this.#spans++;
  }

  remove(trace: StoredTrace): void {
    if (!this.#traces.delete(trace.id)) return;
    this.#bytes -= trace.bytes;
    this.#spans -= trace.spans.length;
  }

  all(): Iterable<StoredTrace> {
    return this.#traces.values();
  }
}
