import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs/minimal.js';
import { type FinishedSpan, NO_ORIGIN, type SpanOrigin } from '../../protocol/finished-span.js';
import { remoteByFlags } from './otlp-flags.js';
import { ORIGIN_KEYS, originOf } from './origin-of.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';
import { NANOS_PER_MS } from './span-times.js';

type Reader = protobuf.Reader;

/** Bytes of a trace's id and of a span's. */
const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

/** More than any name; what is longer is not decoded as a whole. */
const LONGEST_TEXT = 4_000;

const LENGTH_DELIMITED = 2;
const FIXED64 = 1;

/**
 * Spans of one `ResourceSpans` message. Only the fields that are used are decoded, by the numbers that
 * opentelemetry/proto/trace/v1/trace.proto gives them; all others, attributes of spans first of all, are passed over. What
 * had been read before a damaged place is kept.
 */
export function* otlpProtobufSpans(message: Uint8Array, notes: ReadNotes): Generator<FinishedSpan> {
  const scopes: Uint8Array[] = [];
  let origin = NO_ORIGIN;
  // The resource comes first, but need not.
  const whole = readFields(message, (field, wire, reader) => {
    if (wire !== LENGTH_DELIMITED) return false;
    if (field === 1) origin = resourceOrigin(reader.bytes(), notes);
    else if (field === 2) scopes.push(whatIsThere(reader));
    else return false;
    return true;
  });
  if (!whole) notes.add('bad-protobuf');
  for (const scope of scopes) yield* scopeSpans(scope, origin, notes);
}

/** Calls back for each field, which says whether it has read the field's value. `false`: it does not end where it should. */
function readFields(bytes: Uint8Array, use: (field: number, wire: number, reader: Reader) => boolean): boolean {
  const reader = protobuf.Reader.create(bytes);
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (!use(tag >>> 3, tag & 7, reader)) reader.skipType(tag & 7);
    }
    return true;
  } catch {
    // What the library throws about damaged input has no class of its own.
    return false;
  }
}

/** A message, as far as the bytes go: of one that was cut off the beginning is whole. */
function whatIsThere(reader: Reader): Uint8Array {
  const length = reader.uint32();
  const start = reader.pos;
  reader.pos = Math.min(start + length, reader.len);
  return reader.buf.subarray(start, reader.pos);
}

function resourceOrigin(bytes: Uint8Array, notes: ReadNotes): SpanOrigin {
  const texts = new Map<string, string>();
  readFields(bytes, (field, wire, reader) => {
    if (field !== 1 || wire !== LENGTH_DELIMITED) return false;
    const [key, value] = attribute(reader.bytes(), notes);
    if (ORIGIN_KEYS.has(key) && value !== null) texts.set(key, value);
    return true;
  });
  return originOf((key) => texts.get(key) ?? null);
}

function attribute(bytes: Uint8Array, notes: ReadNotes): readonly [key: string, value: string | null] {
  let key = '';
  let value: string | null = null;
  readFields(bytes, (field, wire, reader) => {
    if (wire !== LENGTH_DELIMITED) return false;
    if (field === 1) key = text(reader.bytes(), notes);
    else if (field === 2) value = anyText(reader.bytes(), notes);
    else return false;
    return true;
  });
  return [key, value];
}

/** Of an `AnyValue`, if it is a text or a whole number. */
function anyText(bytes: Uint8Array, notes: ReadNotes): string | null {
  let value: string | null = null;
  readFields(bytes, (field, wire, reader) => {
    if (field === 1 && wire === LENGTH_DELIMITED) value = text(reader.bytes(), notes);
    else if (field === 3 && wire === 0) value = reader.int64().toString();
    else return false;
    return true;
  });
  return value;
}

function* scopeSpans(bytes: Uint8Array, origin: SpanOrigin, notes: ReadNotes): Generator<FinishedSpan> {
  const spans: Uint8Array[] = [];
  let scope: string | null = null;
  const whole = readFields(bytes, (field, wire, reader) => {
    if (wire !== LENGTH_DELIMITED) return false;
    if (field === 1) scope = scopeName(reader.bytes(), notes);
    else if (field === 2) spans.push(whatIsThere(reader));
    else return false;
    return true;
  });
  if (!whole) notes.add('bad-protobuf');
  for (const span of spans) {
    const read = readSpan(span, origin, scope, notes);
    if (read) yield read;
  }
}

function scopeName(bytes: Uint8Array, notes: ReadNotes): string | null {
  let name = '';
  readFields(bytes, (field, wire, reader) => {
    if (field !== 1 || wire !== LENGTH_DELIMITED) return false;
    name = text(reader.bytes(), notes);
    return true;
  });
  return name === '' ? null : name;
}

interface SpanFields {
  traceId: string | null;
  spanId: string | null;
  parentId: string | null;
  parentIsBad: boolean;
  name: string;
  kind: number;
  startMs: number | null;
  endMs: number | null;
  status: number;
  flags: number;
  readonly links: [string, string][];
}

function readSpan(bytes: Uint8Array, origin: SpanOrigin, scope: string | null, notes: ReadNotes): FinishedSpan | null {
  const fields: SpanFields = {
    traceId: null,
    spanId: null,
    parentId: null,
    parentIsBad: false,
    name: '',
    kind: 0,
    startMs: null,
    endMs: null,
    status: 0,
    flags: 0,
    links: [],
  };
  const whole = readFields(bytes, (field, wire, reader) => spanField(field, wire, reader, fields, notes));
  if (!whole) {
    notes.add('bad-protobuf');
    return null;
  }
  const { traceId, spanId, parentIsBad, flags, ...span } = fields;
  if (!traceId || !spanId) {
    notes.add('bad-id');
    return null;
  }
  if (parentIsBad) notes.add('bad-parent');
  return { ...span, traceId, spanId, parentIsRemote: remoteByFlags(flags), scope, origin, isShared: false };
}

/** By the numbers of the `Span` message. */
function spanField(field: number, wire: number, reader: Reader, span: SpanFields, notes: ReadNotes): boolean {
  if (wire === LENGTH_DELIMITED) {
    if (field === 1) span.traceId = id(reader.bytes(), TRACE_BYTES);
    else if (field === 2) span.spanId = id(reader.bytes(), SPAN_BYTES);
    else if (field === 4) {
      const parent = reader.bytes();
      span.parentId = id(parent, SPAN_BYTES);
      span.parentIsBad = parent.length > 0 && parent.length !== SPAN_BYTES;
    } else if (field === 5) span.name = spanName(text(reader.bytes(), notes), notes);
    else if (field === 13) {
      const link = linkOf(reader.bytes());
      if (link) span.links.push(link);
      else notes.add('bad-link');
    } else if (field === 15) span.status = statusOf(reader.bytes());
    else return false;
    return true;
  }
  if (field === 6 && wire === 0) span.kind = kindOf(reader.int32());
  else if (field === 7 && wire === FIXED64) span.startMs = timeOf(reader);
  else if (field === 8 && wire === FIXED64) span.endMs = timeOf(reader);
  else if (field === 16 && wire === 5) span.flags = reader.fixed32();
  else return false;
  return true;
}

/** `null` where it has another length, or is zero, which stands for none. */
function id(bytes: Uint8Array, length: number): string | null {
  if (bytes.length !== length || bytes.every((byte) => byte === 0)) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** OTLP counts from 1, as 0 is `UNSPECIFIED`. */
function kindOf(kind: number): number {
  return kind >= 1 && kind <= 5 ? kind - 1 : 0;
}

const HIGH_HALF = 2 ** 32;

/** Nanoseconds, low half first. */
function timeOf(reader: Reader): number | null {
  const low = reader.fixed32();
  const nanos = reader.fixed32() * HIGH_HALF + low;
  return nanos === 0 ? null : nanos / NANOS_PER_MS;
}

function linkOf(bytes: Uint8Array): [string, string] | null {
  let trace: string | null = null;
  let span: string | null = null;
  readFields(bytes, (field, wire, reader) => {
    if (wire !== LENGTH_DELIMITED) return false;
    if (field === 1) trace = id(reader.bytes(), TRACE_BYTES);
    else if (field === 2) span = id(reader.bytes(), SPAN_BYTES);
    else return false;
    return true;
  });
  return trace !== null && span !== null ? [trace, span] : null;
}

function statusOf(bytes: Uint8Array): number {
  let status = 0;
  readFields(bytes, (field, wire, reader) => {
    if (field !== 3 || wire !== 0) return false;
    const code = reader.int32();
    status = code === 1 || code === 2 ? code : 0;
    return true;
  });
  return status;
}

function text(bytes: Uint8Array, notes: ReadNotes): string {
  const part = bytes.subarray(0, LONGEST_TEXT);
  const buffer = Buffer.from(part.buffer, part.byteOffset, part.length);
  if (part.length === bytes.length && !isUtf8(buffer)) notes.add('bad-utf8');
  return buffer.toString('utf8');
}
