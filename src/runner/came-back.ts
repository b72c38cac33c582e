import type { Overview } from '../clickhouse/overview.js';
import type { Selection } from '../clickhouse/selection.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import type { TakenOut } from '../report/assemble.js';

/** Counts the spans that come back from a database. */
export class CameBack {
  readonly #selection: Selection;
  readonly #traces = new Set<string>();
  #spans = 0;
  #inWindow = 0;
  #rootsInWindow = 0;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  get spans(): number {
    return this.#spans;
  }

  /** Those that have a span in the window. */
  get traces(): number {
    return this.#traces.size;
  }

  async *counted(spans: AsyncIterable<FinishedSpan>): AsyncGenerator<FinishedSpan> {
    for await (const span of spans) {
      this.#spans++;
      if (isIn(this.#selection, span)) {
        this.#inWindow++;
        this.#traces.add(span.traceId);
        if (span.parentId === null) this.#rootsInWindow++;
      }
      yield span;
    }
  }

  /** What has stayed in the database. */
  takenFrom({ spans, traces, roots }: Overview): TakenOut {
    return { spans: spans - this.#inWindow, traces: traces - this.#traces.size, roots: roots - this.#rootsInWindow };
  }
}

function isIn({ since, until }: Selection, { startMs }: FinishedSpan): boolean {
  const start = startMs ?? 0;
  return (since === null || start >= since.getTime()) && (until === null || start < until.getTime());
}
