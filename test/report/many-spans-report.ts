import type { Report } from '../../src/report/report.js';
import { sampleFinding, sampleReport, sampleTrace, type SpanSketch, spanIdOf, traceIdOf } from './sample-report.js';

const SPANS_A_TRACE = 10;

/** So many spans in traces of ten, named as those of a service are; in one of them something is lost. */
export function manySpansReport(spans: number): Report {
  const traces = Array.from({ length: spans / SPANS_A_TRACE }, (_, index) => {
    const first = index * SPANS_A_TRACE;
    const queries = Array.from({ length: SPANS_A_TRACE - 2 }, (_each, number): SpanSketch => {
      const name = ['SELECT orders', 'SELECT products', 'INSERT orders', 'reserve shelf'][number % 4] ?? '';
      return { name, kind: 'CLIENT', thread: index % 3 };
    });
    const lost = index === 0 ? { expectedParentSpanId: spanIdOf(0), findings: [0] } : {};
    const handler: SpanSketch = { name: 'handle', children: queries, ...lost };
    return sampleTrace(
      traceIdOf(index),
      [{ name: `GET /orders/${index}`, kind: 'SERVER', children: [handler] }],
      first,
    );
  });
  return sampleReport({ traces, findings: [sampleFinding()] });
}

/** So many spans in one trace, each but the first below one of the ten before it. */
export function longTraceReport(spans: number): Report {
  const [root] = sampleTrace(traceIdOf(1), [{ name: 'root' }]).spans;
  const all = Array.from({ length: spans }, (_, index) => ({
    ...root,
    name: `step ${index}`,
    spanId: spanIdOf(index),
    parentSpanId: index === 0 ? null : spanIdOf(index % 10 === 1 ? 0 : index - (index % 10 || 10) + 1),
    startMs: index,
    thread: index % 4,
  }));
  return sampleReport({ traces: [{ ...sampleTrace(traceIdOf(1), []), spans: all as never }] });
}
