import { type Notice, notices } from '../notices.js';
import type { Report, ReportSpan, ReportTrace } from '../report.js';

/**
 * What the page gets of the report: all of it, but for the spans, which there may be thousands of. They are rows of numbers and
 * ids, their names and lanes stand once.
 */
export interface PageData extends Omit<Report, 'traces' | 'runtime'> {
  readonly runtime: Pick<Report['runtime'], 'node' | 'sdk' | 'processes' | 'threads'>;
  /** But for those of comments and settings, which the page lists by themselves. */
  readonly notices: readonly Notice[];
  readonly names: readonly string[];
  readonly lanes: readonly Lane[];
  readonly traces: readonly PageTrace[];
}

export interface Lane {
  readonly process: number;
  readonly thread: number;
}

export interface PageTrace {
  readonly traceId: string;
  readonly omittedSpans: number;
  readonly spans: readonly SpanRow[];
}

/** `findings`: indices. `expected`: the id of the parent that it should have; `null`: none; `0`: it is where it belongs. */
export type SpanRow = readonly [
  name: number,
  spanId: string,
  parentSpanId: string | null,
  kind: ReportSpan['kind'],
  status: ReportSpan['status'],
  lane: number,
  startMs: number,
  durationMs: number | null,
  findings: readonly number[],
  expected: string | null | 0,
  attributes?: ReportSpan['attributes'],
];

export function pageData(report: Report): PageData {
  const { traces, runtime, ...rest } = report;
  const names = new Table<string>(String);
  const lanes = new Table<Lane>(({ process, thread }) => `${process} ${thread}`);
  const rows = traces.map(
    ({ traceId, omittedSpans, spans }: ReportTrace): PageTrace => ({
      traceId,
      omittedSpans,
      spans: spans.map((span) =>
        rowOf(span, names.of(span.name), lanes.of({ process: span.process, thread: span.thread })),
      ),
    }),
  );
  const { node, sdk, processes, threads } = runtime;
  return {
    ...rest,
    runtime: { node, sdk, processes, threads },
    notices: notices(report).filter(({ id }) => id !== 'unused'),
    names: names.all,
    lanes: lanes.all,
    traces: rows,
  };
}

function rowOf(span: ReportSpan, name: number, lane: number): SpanRow {
  const { spanId, parentSpanId, kind, status, startMs, durationMs, findings, expectedParentSpanId, attributes } = span;
  const expected = expectedParentSpanId === undefined ? 0 : expectedParentSpanId;
  const row = [name, spanId, parentSpanId, kind, status, lane, startMs, durationMs, findings, expected] as const;
  return attributes ? [...row, attributes] : row;
}

/** Things that occur often, each once. */
class Table<T> {
  readonly all: T[] = [];
  readonly #known = new Map<string, number>();
  readonly #key: (one: T) => string;

  constructor(key: (one: T) => string) {
    this.#key = key;
  }

  of(one: T): number {
    const key = this.#key(one);
    let index = this.#known.get(key);
    if (index === undefined) {
      index = this.all.push(one) - 1;
      this.#known.set(key, index);
    }
    return index;
  }
}
