import type { FinishedSpan, SpanOrigin } from '../protocol/finished-span.js';
import { hexId, SPAN_DIGITS, TRACE_DIGITS } from '../readers/files/hex-id.js';
import { ORIGIN_KEYS, originOf } from '../readers/files/origin-of.js';
import type { ReadNotes } from '../readers/files/read-notes.js';
import { spanName } from '../readers/files/span-name.js';
import { epochMs, NANOS_PER_MS } from '../readers/files/span-times.js';
import { END, KIND, START } from './columns.js';
import type { Table } from './table.js';

const KEYS = [...ORIGIN_KEYS].filter((key) => key !== 'service.name');

/** What is asked of a span, in the order in which `spanOfRow` takes it. */
export function spanColumns({ attribute, scope }: Table): string {
  return [
    'TraceId',
    'SpanId',
    'ParentSpanId',
    'SpanName',
    KIND,
    `toString(${START})`,
    `toString(${END})`,
    "transform(upper(replaceRegexpOne(StatusCode, '^STATUS_CODE_', '')), ['OK', 'ERROR'], [1, 2], 0)",
    scope,
    'arrayZip(Links.TraceId, Links.SpanId)',
    'ServiceName',
    `[${KEYS.map(attribute).join(', ')}]`,
  ].join(', ');
}

type Row = readonly [
  traceId: string,
  spanId: string,
  parentId: string,
  name: string,
  kind: number,
  start: string,
  end: string,
  status: number,
  scope: string,
  links: readonly (readonly [string, string])[],
  service: string,
  attributes: readonly string[],
];

/** Reads spans as the columns above have them. */
export function rowReader(notes: ReadNotes): (row: readonly unknown[]) => FinishedSpan | null {
  const origins = new Map<string, SpanOrigin>();
  return (row) => {
    const [trace, id, parent, name, kind, start, end, status, scope, links, service, attributes] = row as Row;
    const traceId = hexId(trace, TRACE_DIGITS, notes);
    const spanId = hexId(id, SPAN_DIGITS, notes);
    if (!traceId || !spanId) {
      notes.add('bad-id');
      return null;
    }
    const parentId = hexId(parent, SPAN_DIGITS, notes);
    if (parentId === undefined) notes.add('bad-parent');
    const key = JSON.stringify([service, attributes]);
    const origin = origins.get(key) ?? readOrigin(service, attributes);
    origins.set(key, origin);
    return {
      traceId,
      spanId,
      parentId: parentId ?? null,
      // The exporter leaves OTLP's flags out.
      parentIsRemote: null,
      name: spanName(name, notes),
      kind,
      startMs: epochMs(start, NANOS_PER_MS, notes),
      endMs: epochMs(end, NANOS_PER_MS, notes),
      status,
      scope: scope === '' ? null : scope,
      links: links.flatMap((link) => linkOf(link, notes)),
      origin,
      isShared: false,
    };
  };
}

function readOrigin(service: string, attributes: readonly string[]): SpanOrigin {
  return originOf((key) => (key === 'service.name' ? service : attributes[KEYS.indexOf(key)]) || null);
}

function linkOf([traceId, spanId]: readonly [string, string], notes: ReadNotes): [string, string][] {
  const trace = hexId(traceId, TRACE_DIGITS, notes);
  const span = hexId(spanId, SPAN_DIGITS, notes);
  if (trace && span) return [[trace, span]];
  notes.add('bad-link');
  return [];
}
