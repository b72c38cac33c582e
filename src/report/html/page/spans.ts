import type { PageData, PageTrace, SpanRow } from '../page-data.js';

/** A span as the page uses it. */
export interface PageSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly kind: string;
  readonly status: string;
  readonly lane: number;
  readonly startMs: number;
  readonly durationMs: number | null;
  readonly findings: readonly number[];
  /** `undefined`: it is where it belongs. `null`: it should have been a root. */
  readonly expected: string | null | undefined;
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  readonly trace: number;
}

/** One line of a waterfall. */
export interface Line {
  readonly span: PageSpan;
  readonly depth: number;
  /** It is not here, but this is where it belongs. */
  readonly ghost: boolean;
  /** Others are below it. */
  readonly parent: boolean;
}

export interface Spans {
  readonly byTrace: readonly (readonly PageSpan[])[];
  byId(spanId: string): PageSpan | undefined;
  /** The lines of a trace: its spans, each below its parent, and those that should have been in it. */
  linesOf(trace: number): Line[];
}

export function readSpans(data: PageData): Spans {
  const byTrace = data.traces.map(({ spans }: PageTrace, trace) => spans.map((row) => spanOf(row, trace, data.names)));
  const ids = new Map<string, PageSpan>();
  const belonging = new Map<string, PageSpan[]>();
  for (const span of byTrace.flat()) {
    ids.set(span.spanId, span);
    if (typeof span.expected !== 'string') continue;
    const others = belonging.get(span.expected);
    if (others) others.push(span);
    else belonging.set(span.expected, [span]);
  }

  function linesOf(trace: number): Line[] {
    const depths = new Map<string, number>();
    const lines: Omit<Line, 'parent'>[] = [];
    for (const span of byTrace[trace] ?? []) {
      const above = span.parentSpanId === null ? undefined : depths.get(span.parentSpanId);
      const depth = above === undefined ? 0 : above + 1;
      depths.set(span.spanId, depth);
      lines.push({ span, depth, ghost: false });
      for (const ghost of belonging.get(span.spanId) ?? []) lines.push({ span: ghost, depth: depth + 1, ghost: true });
    }
    return lines.map((line, index) => ({
      ...line,
      parent: !line.ghost && (lines[index + 1]?.depth ?? 0) > line.depth,
    }));
  }

  return { byTrace, byId: (spanId) => ids.get(spanId), linesOf };
}

function spanOf(row: SpanRow, trace: number, names: readonly string[]): PageSpan {
  const [name, spanId, parentSpanId, kind, status, lane, startMs, durationMs, findings, expected, attributes] = row;
  return {
    name: names[name] ?? '',
    spanId,
    parentSpanId,
    kind,
    status,
    lane,
    startMs,
    durationMs,
    findings,
    expected: expected === 0 ? undefined : expected,
    attributes,
    trace,
  };
}
