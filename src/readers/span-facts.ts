import type { EndEvent, StartEvent } from '../protocol/trace-event.js';
import type { HrTime, ReadableSpan } from './readable-span.js';

/** In the flags of a span context: it is exported. */
const SAMPLED = 1;

/** What a start event says that stands on the span itself. */
export type StartFacts = Omit<StartEvent, 't' | 'q' | 'k' | 'ms'>;

export function startFacts(span: ReadableSpan): StartFacts {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const scope = (span.instrumentationScope ?? span.instrumentationLibrary)?.name;
  const links = span.links ?? [];
  return {
    id: spanId,
    tr: traceId,
    n: String(span.name),
    ...parentFacts(span),
    ...(span.kind ? { kd: span.kind } : {}),
    ...(scope ? { sc: scope } : {}),
    ...(links.length > 0 ? { l: links.map(({ context }) => [context.traceId, context.spanId] as const) } : {}),
    ...(traceFlags !== undefined && (traceFlags & SAMPLED) === 0 ? { u: 2 as const } : {}),
  };
}

/** SDK 1 does not say whether a parent is remote, and what is not known to be local is not judged as if it were. */
function parentFacts({ parentSpanContext, parentSpanId }: ReadableSpan): Pick<StartEvent, 'p' | 'pr'> {
  const parent = parentSpanContext?.spanId ?? parentSpanId;
  if (!parent) return {};
  const isLocal = parentSpanContext !== undefined && parentSpanContext.isRemote !== true;
  return isLocal ? { p: parent } : { p: parent, pr: 1 };
}

export function endFacts({ status }: ReadableSpan): Pick<EndEvent, 's'> {
  return status?.code ? { s: status.code } : {};
}

const NS_PER_MS = 1_000_000;

export function milliseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / NS_PER_MS;
}
