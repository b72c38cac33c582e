import type { Span, TraceModel } from '../model/types.js';
import type { FinishedSpan, SpanOrigin } from '../protocol/finished-span.js';
import { originOf } from './files/origin-of.js';

/** The spans of a recording as another file would have them: those that ended and were exported. What witnesses saw is left behind. */
export function recordingSpans({ spans, lanes }: TraceModel, name: string): FinishedSpan[] {
  const origins = lanes.map(({ process }) =>
    originOf((key) => (key === 'service.name' ? name : key === 'process.pid' ? `${process}` : null)),
  );
  return spans
    .filter(({ sampled, endOrder }) => sampled && endOrder !== 0)
    .map((span) => finished(span, origins[span.lane.index]));
}

function finished(span: Span, origin: SpanOrigin | undefined): FinishedSpan {
  const { lane, parent } = span;
  return {
    traceId: span.trace.id,
    spanId: span.id,
    parentId: span.parentId,
    parentIsRemote: span.parentId === null ? null : parent ? parent.lane.process !== lane.process : span.parentIsRemote,
    name: span.name,
    kind: span.kind,
    startMs: lane.origin + span.startMs,
    endMs: lane.origin + span.endMs,
    status: span.status,
    scope: span.scope,
    links: span.links,
    origin: origin ?? { service: null, process: null, language: 'nodejs' },
    isShared: false,
  };
}
