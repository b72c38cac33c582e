import { type FinishedSpan, NO_ORIGIN, type SpanOrigin } from '../../protocol/finished-span.js';
import { isObject, type JsonObject, listOf, textOf } from './field.js';
import { hexId, SPAN_DIGITS, TRACE_DIGITS } from './hex-id.js';
import { originOf } from './origin-of.js';
import { remoteByFlags } from './otlp-flags.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';
import { epochMs, NANOS_PER_MS } from './span-times.js';

/** Spans of an OTLP export request as JSON, or of a list of what it is made of. */
export function* otlpJsonSpans(resourceSpans: unknown, notes: ReadNotes): Generator<FinishedSpan> {
  for (const group of listOf(resourceSpans)) {
    if (!isObject(group)) {
      notes.add('not-a-span');
      continue;
    }
    const origin = originOfResource(group['resource']);
    // Before 2022 it was called an instrumentation library, and Tempo still says so.
    const scopes = group['scopeSpans'] ?? group['instrumentationLibrarySpans'];
    for (const scopeSpans of listOf(scopes)) {
      if (!isObject(scopeSpans)) continue;
      const scope = scopeSpans['scope'] ?? scopeSpans['instrumentationLibrary'];
      const scopeName = isObject(scope) ? textOf(scope['name']) : null;
      for (const span of listOf(scopeSpans['spans'])) {
        const read = otlpJsonSpan(span, origin, scopeName, notes);
        if (read) yield read;
      }
    }
  }
}

export function originOfResource(resource: unknown): SpanOrigin {
  if (!isObject(resource)) return NO_ORIGIN;
  const texts = new Map<string, string>();
  for (const attribute of listOf(resource['attributes'])) {
    if (!isObject(attribute) || typeof attribute['key'] !== 'string' || !isObject(attribute['value'])) continue;
    const { stringValue, intValue } = attribute['value'];
    if (typeof stringValue === 'string') texts.set(attribute['key'], stringValue);
    else if (typeof intValue === 'string' || typeof intValue === 'number') texts.set(attribute['key'], `${intValue}`);
  }
  return originOf((key) => texts.get(key) ?? null);
}

function otlpJsonSpan(span: unknown, origin: SpanOrigin, scope: string | null, notes: ReadNotes): FinishedSpan | null {
  if (!isObject(span)) {
    notes.add('not-a-span');
    return null;
  }
  const traceId = hexId(span['traceId'], TRACE_DIGITS, notes);
  const spanId = hexId(span['spanId'], SPAN_DIGITS, notes);
  if (!traceId || !spanId) {
    notes.add('bad-id');
    return null;
  }
  const parentId = hexId(span['parentSpanId'], SPAN_DIGITS, notes);
  if (parentId === undefined) notes.add('bad-parent');
  return {
    traceId,
    spanId,
    parentId: parentId ?? null,
    parentIsRemote: typeof span['flags'] === 'number' ? remoteByFlags(span['flags']) : null,
    name: spanName(span['name'], notes),
    kind: kindOf(span['kind']),
    startMs: epochMs(span['startTimeUnixNano'], NANOS_PER_MS, notes),
    endMs: epochMs(span['endTimeUnixNano'], NANOS_PER_MS, notes),
    status: statusOf(span['status']),
    scope,
    links: listOf(span['links']).flatMap((link) => linkOf(link, notes)),
    origin,
    isShared: false,
  };
}

const KINDS: readonly unknown[] = [
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];

/** OTLP counts from 1, as 0 is `UNSPECIFIED`; protobuf's own JSON writes the names. */
function kindOf(kind: unknown): number {
  if (typeof kind === 'number') return kind >= 1 && kind <= KINDS.length && Number.isInteger(kind) ? kind - 1 : 0;
  return Math.max(0, KINDS.indexOf(kind));
}

const STATUSES: readonly unknown[] = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

function statusOf(status: unknown): number {
  if (!isObject(status)) return 0;
  const { code } = status;
  return code === 1 || code === 2 ? code : Math.max(0, STATUSES.indexOf(code));
}

function linkOf(link: unknown, notes: ReadNotes): [string, string][] {
  const { traceId, spanId }: JsonObject = isObject(link) ? link : {};
  const trace = hexId(traceId, TRACE_DIGITS, notes);
  const span = hexId(spanId, SPAN_DIGITS, notes);
  if (trace && span) return [[trace, span]];
  notes.add('bad-link');
  return [];
}
