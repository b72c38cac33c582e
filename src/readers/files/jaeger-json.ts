import { type FinishedSpan, NO_ORIGIN, type SpanOrigin } from '../../protocol/finished-span.js';
import { isObject, type JsonObject, listOf, textOf } from './field.js';
import { shortHexId, SPAN_DIGITS, TRACE_DIGITS } from './hex-id.js';
import { kindOfName } from './kind-of-name.js';
import { originOf } from './origin-of.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';
import { epochMs, lengthMs, MICROS_PER_MS } from './span-times.js';

/** Is it a trace as Jaeger's UI downloads it? Its query API gives a list of them in `data`. */
export function isJaegerTrace(value: JsonObject): boolean {
  return typeof value['traceID'] === 'string' && Array.isArray(value['spans']);
}

/** Is it a single span, as Jaeger keeps them in Elasticsearch? */
export function isJaegerSpan(value: JsonObject): boolean {
  return typeof value['traceID'] === 'string' && typeof value['spanID'] === 'string';
}

export function* jaegerSpans({ spans, processes }: JsonObject, notes: ReadNotes): Generator<FinishedSpan> {
  const origins = new Map<unknown, SpanOrigin>();
  if (isObject(processes)) for (const [id, one] of Object.entries(processes)) origins.set(id, originOfProcess(one));
  for (const span of listOf(spans)) {
    const read = jaegerSpan(span, origins, notes);
    if (read) yield read;
  }
}

export function jaegerSpan(
  span: unknown,
  origins: ReadonlyMap<unknown, SpanOrigin>,
  notes: ReadNotes,
): FinishedSpan | null {
  if (!isObject(span)) {
    notes.add('not-a-span');
    return null;
  }
  const traceId = shortHexId(span['traceID'], TRACE_DIGITS, notes);
  const spanId = shortHexId(span['spanID'], SPAN_DIGITS, notes);
  if (!traceId || !spanId) {
    notes.add('bad-id');
    return null;
  }
  const tags = tagsOf(span['tags']);
  const { parentId, links } = referencesOf(span, traceId, notes);
  const startMs = epochMs(span['startTime'], MICROS_PER_MS, notes);
  const duration = lengthMs(span['duration'], MICROS_PER_MS, notes);
  return {
    traceId,
    spanId,
    parentId,
    parentIsRemote: null,
    name: spanName(span['operationName'], notes),
    kind: kindOfName(tags.get('span.kind')),
    startMs,
    endMs: startMs === null || duration === null ? null : startMs + duration,
    status: statusOf(tags),
    scope: tags.get('otel.scope.name') ?? tags.get('otel.library.name') ?? null,
    links,
    origin: origins.get(span['processID']) ?? originOfProcess(span['process']),
    isShared: false,
  };
}

function tagsOf(tags: unknown): Map<string, string> {
  const texts = new Map<string, string>();
  for (const tag of listOf(tags)) {
    if (!isObject(tag) || typeof tag['key'] !== 'string') continue;
    const { value } = tag;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      texts.set(tag['key'], `${value}`);
  }
  return texts;
}

/** Jaeger's own names for what OpenTelemetry calls otherwise. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'service.instance.id': 'client-uuid',
  'host.name': 'hostname',
};

function originOfProcess(process: unknown): SpanOrigin {
  if (!isObject(process)) return NO_ORIGIN;
  const tags = tagsOf(process['tags']);
  const service = textOf(process['serviceName']);
  return originOf((key) => {
    if (key === 'service.name') return service;
    return tags.get(key) ?? tags.get(OLD_NAMES[key] ?? '') ?? null;
  });
}

function statusOf(tags: ReadonlyMap<string, string>): number {
  const code = tags.get('otel.status_code');
  if (code === 'OK') return 1;
  return code === 'ERROR' || tags.get('error') === 'true' ? 2 : 0;
}

/** The first reference into its own trace is the parent: that one is a `CHILD_OF`, if there is one. Others are links. */
function referencesOf(
  span: JsonObject,
  traceId: string,
  notes: ReadNotes,
): { readonly parentId: string | null; readonly links: [string, string][] } {
  const references = listOf(span['references']).filter(isObject);
  const own = references.filter((one) => shortHexId(one['traceID'], TRACE_DIGITS, notes) === traceId);
  const parent = own.find((one) => one['refType'] === 'CHILD_OF') ?? own[0];
  const given = parent ? parent['spanID'] : span['parentSpanID'];
  const parentId = shortHexId(given, SPAN_DIGITS, notes);
  if (parentId === undefined) notes.add('bad-parent');
  const links: [string, string][] = [];
  for (const one of references) {
    if (one === parent) continue;
    const trace = shortHexId(one['traceID'], TRACE_DIGITS, notes);
    const id = shortHexId(one['spanID'], SPAN_DIGITS, notes);
    if (trace && id) links.push([trace, id]);
    else notes.add('bad-link');
  }
  return { parentId: parentId ?? null, links };
}
