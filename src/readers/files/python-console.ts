import { type FinishedSpan, NO_ORIGIN } from '../../protocol/finished-span.js';
import { isObject, type JsonObject, listOf, textOf } from './field.js';
import { hexId, SPAN_DIGITS, TRACE_DIGITS } from './hex-id.js';
import { kindOfName } from './kind-of-name.js';
import { originOf } from './origin-of.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';

/** Is it a span as the ConsoleSpanExporter of Python prints it? */
export function isPythonSpan({ context }: JsonObject): boolean {
  return isObject(context) && 'trace_id' in context && 'span_id' in context;
}

export function pythonSpan(span: JsonObject, notes: ReadNotes): FinishedSpan | null {
  const context = isObject(span['context']) ? span['context'] : {};
  const traceId = hexId(withoutPrefix(context['trace_id']), TRACE_DIGITS, notes);
  const spanId = hexId(withoutPrefix(context['span_id']), SPAN_DIGITS, notes);
  if (!traceId || !spanId) {
    notes.add('bad-id');
    return null;
  }
  const parentId = hexId(withoutPrefix(span['parent_id']), SPAN_DIGITS, notes);
  if (parentId === undefined) notes.add('bad-parent');
  const resource = isObject(span['resource']) ? span['resource']['attributes'] : null;
  return {
    traceId,
    spanId,
    parentId: parentId ?? null,
    parentIsRemote: null,
    name: spanName(span['name'], notes),
    kind: kindOfName(span['kind']),
    startMs: timeOf(span['start_time'], notes),
    endMs: timeOf(span['end_time'], notes),
    status: statusOf(span['status']),
    scope: null,
    links: listOf(span['links']).flatMap((link) => linkOf(link, notes)),
    origin: isObject(resource) ? originOf((key) => asText(resource[key])) : NO_ORIGIN,
    isShared: false,
  };
}

/** It writes its ids as numbers of Python's, which is no other form than its own. */
function withoutPrefix(id: unknown): unknown {
  return typeof id === 'string' ? id.replace(/^0x/, '') : id;
}

function asText(value: unknown): string | null {
  return typeof value === 'number' ? `${value}` : textOf(value);
}

function timeOf(value: unknown, notes: ReadNotes): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(ms)) return ms + fractionBelowMs(value as string);
  if (value !== null && value !== undefined) notes.add('bad-time');
  return null;
}

/** `Date.parse` cuts off microseconds. */
function fractionBelowMs(time: string): number {
  const digits = /\.\d{3}(\d{1,6})/.exec(time)?.[1];
  return digits === undefined ? 0 : Number(`0.${digits}`);
}

const STATUSES: readonly unknown[] = ['UNSET', 'OK', 'ERROR'];

function statusOf(status: unknown): number {
  return isObject(status) ? Math.max(0, STATUSES.indexOf(status['status_code'])) : 0;
}

function linkOf(link: unknown, notes: ReadNotes): [string, string][] {
  const context = isObject(link) && isObject(link['context']) ? link['context'] : {};
  const trace = hexId(withoutPrefix(context['trace_id']), TRACE_DIGITS, notes);
  const span = hexId(withoutPrefix(context['span_id']), SPAN_DIGITS, notes);
  if (trace && span) return [[trace, span]];
  notes.add('bad-link');
  return [];
}
