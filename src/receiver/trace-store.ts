import type { FinishedSpan } from '../protocol/finished-span.js';

/** A span, its ids and its times, as Node keeps them; its name comes on top. Measured: 330 bytes. */
const BYTES_OF_SPAN = 350;
const BYTES_OF_LINK = 200;

interface OpenTrace {
  readonly spans: FinishedSpan[];
  bytes: number;
  /** When the last of its spans came. */
  lastMs: number;
}

/** Spans by trace, until these are judged: a trace that arrives in several requests, from several processes, is one. */
export class TraceStore {
  readonly #traces = new Map<string, OpenTrace>();
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
    } else this.#traces.set(span.traceId, { spans: [span], bytes, lastMs: nowMs });
    this.#bytes += bytes;
    this.#spans++;
  }

  /** How many traces nothing has come of since then. */
  quietSince(ms: number): number {
    let quiet = 0;
    for (const { lastMs } of this.#traces.values()) if (lastMs <= ms) quiet++;
    return quiet;
  }

  /** All spans that are there, which stay. */
  *all(): Generator<FinishedSpan> {
    for (const { spans } of this.#traces.values()) yield* spans;
  }
}
