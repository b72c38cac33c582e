import type { ReportSpan, ReportTrace } from '../../report/report.js';

/** Traces of two reports. What both know of a span is told by the first, which saw it happen. */
export function joinTraces(first: readonly ReportTrace[], second: readonly ReportTrace[]): ReportTrace[] {
  const others = new Map(second.map((trace) => [trace.traceId, trace]));
  const joined = first.map((trace) => {
    const other = others.get(trace.traceId);
    others.delete(trace.traceId);
    return other ? joinTrace(trace, other) : trace;
  });
  return [...joined, ...others.values()];
}

/** The second has the whole tree, but for spans that were not exported. */
function joinTrace(first: ReportTrace, second: ReportTrace): ReportTrace {
  const seen = new Map(first.spans.map((span) => [span.spanId, span]));
  const spans = second.spans.map((span): ReportSpan => {
    const known = seen.get(span.spanId);
    seen.delete(span.spanId);
    return known ? { ...known, findings: [...new Set([...known.findings, ...span.findings])] } : span;
  });
  return {
    ...first,
    spans: [...spans, ...seen.values()],
    omittedSpans: Math.max(first.omittedSpans, second.omittedSpans),
  };
}
