import { reportText } from '../embed/report-text.js';
import type { SpanKindName } from '../finding.js';
import { hasEnded } from '../model/questions/order.js';
import type { Span, TraceModel } from '../model/types.js';
import type { Report } from '../report/report.js';
import { renderShape } from '../shape/render-shape.js';
import { shapeOf } from '../shape/shape-of.js';
import { markRecorded } from './is-recorded-trace.js';
import type { RecordedSpan, RecordedTrace } from './recorded-trace.js';

interface Recorded<Result> {
  readonly result: Result;
  readonly report: Report;
  /** Of the spans that were recorded. */
  readonly model: TraceModel;
  readonly evidence: 'full' | 'light' | 'off';
  readonly why: string | null;
}

export function traceOf<Result>({ result, report, model, evidence, why }: Recorded<Result>): RecordedTrace<Result> {
  return markRecorded({
    result,
    spans: model.spans.map(recordedSpan),
    report,
    evidence: evidence === 'off' ? 'spans' : evidence,
    spansOnlyBecause: why,
    tree: () => renderShape(shapeOf({ spans: withAncestors(model.spans) })).join('\n'),
    toString: () => reportText(report),
  });
}

const KINDS: readonly SpanKindName[] = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUSES = ['UNSET', 'OK', 'ERROR'] as const;

function recordedSpan(span: Span): RecordedSpan {
  return {
    name: span.name,
    kind: KINDS[span.kind] ?? 'INTERNAL',
    traceId: span.trace.id,
    spanId: span.id,
    parentSpanId: span.parentId,
    parent: span.parent?.name ?? null,
    status: STATUSES[span.status] ?? 'UNSET',
    ended: hasEnded(span),
  };
}

/** A tree hangs from its root, also where that was there before. */
function withAncestors(spans: readonly Span[]): readonly Span[] {
  const all = new Set(spans);
  for (const span of all) if (span.parent) all.add(span.parent);
  return [...all];
}
