import type { FinishedSpan } from '../../../src/protocol/finished-span.js';

const KINDS = ['Internal', 'Server', 'Client', 'Producer', 'Consumer'] as const;
const STATUSES = ['Unset', 'Ok', 'Error'] as const;
const NANOS_PER_MS = 1e6;
const NANOS_PER_S = 1_000_000_000n;

/** What the exporter writes of a span, as a line of JSON. */
export function rowOf(span: FinishedSpan): string {
  const start = nanos(span.startMs);
  const { service, process, language } = span.origin;
  const attributes = {
    ...(service === null ? {} : { 'service.name': service }),
    ...(process === null ? {} : { 'service.instance.id': process }),
    ...(language === null ? {} : { 'telemetry.sdk.language': language }),
  };
  return JSON.stringify({
    Timestamp: `${(start / NANOS_PER_S).toString().padStart(10, '0')}.${(start % NANOS_PER_S).toString().padStart(9, '0')}`,
    TraceId: span.traceId,
    SpanId: span.spanId,
    ParentSpanId: span.parentId ?? '',
    SpanName: span.name,
    SpanKind: KINDS[span.kind],
    ServiceName: service ?? '',
    ResourceAttributes: attributes,
    ScopeName: span.scope ?? '',
    // As Go turns a negative number into one without a sign.
    Duration: BigInt.asUintN(64, nanos(span.endMs) - start).toString(),
    StatusCode: STATUSES[span.status],
    'Links.TraceId': span.links.map(([trace]) => trace),
    'Links.SpanId': span.links.map(([, id]) => id),
    'Links.TraceState': span.links.map(() => ''),
    'Links.Attributes': span.links.map(() => ({})),
  });
}

function nanos(ms: number | null): bigint {
  if (ms === null) return 0n;
  const whole = Math.floor(ms);
  return BigInt(whole) * BigInt(NANOS_PER_MS) + BigInt(Math.round((ms - whole) * NANOS_PER_MS));
}

/** What is left of a span in the table. */
export function asStored(span: FinishedSpan): FinishedSpan {
  const [startMs, endMs] = [span.startMs, span.endMs].map((ms) => Number(nanos(ms)) / NANOS_PER_MS || null);
  return { ...span, startMs: startMs ?? null, endMs: endMs ?? null, parentIsRemote: null, isShared: false };
}
