import { type FinishedSpan, NO_ORIGIN, type SpanOrigin } from '../../protocol/finished-span.js';
import { isObject, type JsonObject, textOf } from './field.js';
import { shortHexId, SPAN_DIGITS, TRACE_DIGITS } from './hex-id.js';
import { kindOfName } from './kind-of-name.js';
import { originOf } from './origin-of.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';
import { epochMs, lengthMs, MICROS_PER_MS } from './span-times.js';

/** Is it a span of Zipkin's second format? It has its times in microseconds, and its own id is just `id`. */
export function isZipkinSpan(value: JsonObject): boolean {
  return typeof value['traceId'] === 'string' && typeof value['id'] === 'string' && !('context' in value);
}

export function zipkinSpan(span: JsonObject, notes: ReadNotes): FinishedSpan | null {
  const traceId = shortHexId(span['traceId'], TRACE_DIGITS, notes);
  const spanId = shortHexId(span['id'], SPAN_DIGITS, notes);
  if (!traceId || !spanId) {
    notes.add('bad-id');
    return null;
  }
  const parentId = shortHexId(span['parentId'], SPAN_DIGITS, notes);
  if (parentId === undefined) notes.add('bad-parent');
  const tags = isObject(span['tags']) ? span['tags'] : {};
  const startMs = epochMs(span['timestamp'], MICROS_PER_MS, notes);
  const duration = lengthMs(span['duration'], MICROS_PER_MS, notes);
  return {
    traceId,
    spanId,
    parentId: parentId ?? null,
    parentIsRemote: null,
    name: spanName(span['name'], notes),
    kind: kindOfName(span['kind']),
    startMs,
    endMs: startMs === null || duration === null ? null : startMs + duration,
    status: statusOf(tags),
    scope: textOf(tags['otel.scope.name']) ?? textOf(tags['otel.library.name']),
    links: [],
    origin: originOfSpan(span['localEndpoint'], tags),
    isShared: span['shared'] === true,
  };
}

/** OpenTelemetry's exporters write the attributes of the resource as tags. */
function originOfSpan(endpoint: unknown, tags: JsonObject): SpanOrigin {
  const service = isObject(endpoint) ? textOf(endpoint['serviceName']) : null;
  if (service === null && Object.keys(tags).length === 0) return NO_ORIGIN;
  return originOf((key) => (key === 'service.name' ? (service ?? textOf(tags[key])) : textOf(tags[key])));
}

function statusOf(tags: JsonObject): number {
  const code = tags['otel.status_code'];
  if (code === 'OK') return 1;
  return code === 'ERROR' || tags['error'] !== undefined ? 2 : 0;
}
