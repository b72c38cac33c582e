import protobuf from 'protobufjs/minimal.js';
import { type FinishedSpan, NO_ORIGIN, type SpanOrigin } from '../../protocol/finished-span.js';
import { remoteByFlags } from './otlp-flags.js';
import { originOf } from './origin-of.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';
import { NANOS_PER_MS } from './span-times.js';

/** Bytes of a trace's id and of a span's. */
const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

/** More than any name; what is longer is not decoded as a whole. */
const LONGEST_TEXT = 4_000;

/** How a value is written. */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/** The numbers and types of fields as they stand on the wire: those of opentelemetry/proto/trace/v1/trace.proto that are used. */
export const TAG = {
  resource: tag(1, DELIMITED),
  scopeSpans: tag(2, DELIMITED),
  attributes: tag(1, DELIMITED),
  key: tag(1, DELIMITED),
  value: tag(2, DELIMITED),
  stringValue: tag(1, DELIMITED),
  intValue: tag(3, VARINT),
  scope: tag(1, DELIMITED),
  spans: tag(2, DELIMITED),
  scopeName: tag(1, DELIMITED),
  traceId: tag(1, DELIMITED),
  spanId: tag(2, DELIMITED),
  parentSpanId: tag(4, DELIMITED),
  name: tag(5, DELIMITED),
  kind: tag(6, VARINT),
  start: tag(7, FIXED64),
  end: tag(8, FIXED64),
  links: tag(13, DELIMITED),
  status: tag(15, DELIMITED),
  flags: tag(16, FIXED32),
  statusCode: tag(3, VARINT),
} as const;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** Where a message is read, and what is wrong with it. */
interface Place {
  readonly bytes: Buffer;
  readonly reader: protobuf.Reader;
  readonly notes: ReadNotes;
}

/**
 * Spans of one `ResourceSpans` message. All fields that nobody asks for, attributes of spans first of all, are passed over.
 * What had been read before a damaged place is kept.
 */
export function otlpProtobufSpans(message: Buffer, notes: ReadNotes): FinishedSpan[] {
  const place = placeIn(message, notes);
  const scopes: [start: number, end: number][] = [];
  const spans: FinishedSpan[] = [];
  let origin = NO_ORIGIN;
  // The resource comes first, but need not.
  guarded(place, message.length, (field) => {
    if (field !== TAG.resource && field !== TAG.scopeSpans) return false;
    const end = endOf(place, message.length);
    if (field === TAG.resource) origin = resourceOrigin(place, end);
    else scopes.push([place.reader.pos, end]);
    place.reader.pos = end;
    return true;
  });
  for (const [start, end] of scopes) {
    place.reader.pos = start;
    scopeSpans(place, end, origin, spans);
  }
  return spans;
}

/** Who made the spans, by the message `Resource`. */
export function originOfMessage(resource: Buffer, notes: ReadNotes): SpanOrigin {
  return resourceOrigin(placeIn(resource, notes), resource.length);
}

/** By the message `InstrumentationScope`. */
export function scopeOfMessage(scope: Buffer, notes: ReadNotes): string | null {
  return scopeName(placeIn(scope, notes), scope.length);
}

function placeIn(message: Buffer, notes: ReadNotes): Place {
  return { bytes: message, reader: protobuf.Reader.create(message), notes };
}

/** Calls back for each field up to `end`, which says whether it has read its value. `false`: the message is damaged. */
function fields({ reader }: Place, end: number, use: (field: number) => boolean): boolean {
  try {
    while (reader.pos < end) {
      const field = reader.uint32();
      if (!use(field)) reader.skipType(field & 7);
    }
  } catch {
    // What the library throws about damaged input has no class of its own.
    return false;
  }
  return reader.pos === end;
}

function guarded(place: Place, end: number, use: (field: number) => boolean): void {
  if (!fields(place, end, use)) place.notes.add('bad-protobuf');
}

/** Of what is delimited, as far as its surroundings go: of a message that was cut off the beginning is whole. */
function endOf({ reader }: Place, end: number): number {
  const length = reader.uint32();
  return Math.min(reader.pos + length, end);
}

/** Of what is worth nothing but as a whole. */
function wholeEnd({ reader }: Place, end: number): number {
  const length = reader.uint32();
  if (reader.pos + length > end) throw new RangeError('cut off');
  return reader.pos + length;
}

function resourceOrigin(place: Place, end: number): SpanOrigin {
  const texts = new Map<string, string>();
  guarded(place, end, (field) => {
    if (field !== TAG.attributes) return false;
    attribute(place, wholeEnd(place, end), texts);
    return true;
  });
  return originOf((key) => texts.get(key) ?? null);
}

function attribute(place: Place, end: number, texts: Map<string, string>): void {
  let key = '';
  let value: string | null = null;
  guarded(place, end, (field) => {
    if (field === TAG.key) key = text(place, wholeEnd(place, end));
    else if (field === TAG.value) value = anyText(place, wholeEnd(place, end));
    else return false;
    return true;
  });
  if (value !== null) texts.set(key, value);
}

/** Of an `AnyValue`, if it is a text or a whole number. */
function anyText(place: Place, end: number): string | null {
  let value: string | null = null;
  guarded(place, end, (field) => {
    if (field === TAG.stringValue) value = text(place, wholeEnd(place, end));
    else if (field === TAG.intValue) value = place.reader.int64().toString();
    else return false;
    return true;
  });
  return value;
}

function scopeSpans(place: Place, end: number, origin: SpanOrigin, spans: FinishedSpan[]): void {
  let scope: string | null = null;
  guarded(place, end, (field) => {
    if (field !== TAG.scope && field !== TAG.spans) return false;
    const itsEnd = endOf(place, end);
    if (field === TAG.scope) scope = scopeName(place, itsEnd);
    else {
      const span = readSpan(place, itsEnd, origin, scope);
      if (span) spans.push(span);
      place.reader.pos = itsEnd;
    }
    return true;
  });
}

function scopeName(place: Place, end: number): string | null {
  let name = '';
  guarded(place, end, (field) => {
    if (field !== TAG.scopeName) return false;
    name = text(place, wholeEnd(place, end));
    return true;
  });
  return name === '' ? null : name;
}

type Link = readonly [traceId: string, spanId: string];

const NO_LINKS: readonly Link[] = [];

/** As long as there are none, all spans have the same. */
function added(links: readonly Link[], link: Link): readonly Link[] {
  if (links === NO_LINKS) return [link];
  (links as Link[]).push(link);
  return links;
}

/** The one message that there are millions of: nothing is made for it but what is kept. */
function readSpan(place: Place, end: number, origin: SpanOrigin, scope: string | null): FinishedSpan | null {
  const { reader, notes } = place;
  let traceId: string | null = null;
  let spanId: string | null = null;
  let parentId: string | null = null;
  let name = '';
  let kind = 0;
  let startMs: number | null = null;
  let endMs: number | null = null;
  let links = NO_LINKS;
  let status = 0;
  let flags = 0;
  try {
    while (reader.pos < end) {
      const field = reader.uint32();
      switch (field) {
        case TAG.traceId:
          traceId = id(place, end, TRACE_BYTES) ?? null;
          break;
        case TAG.spanId:
          spanId = id(place, end, SPAN_BYTES) ?? null;
          break;
        case TAG.parentSpanId: {
          const parent = id(place, end, SPAN_BYTES);
          if (parent === undefined) notes.add('bad-parent');
          parentId = parent ?? null;
          break;
        }
        case TAG.name:
          name = spanName(text(place, wholeEnd(place, end)), notes);
          break;
        case TAG.kind:
          kind = kindOf(reader.int32());
          break;
        case TAG.start:
          startMs = timeOf(reader);
          break;
        case TAG.end:
          endMs = timeOf(reader);
          break;
        case TAG.links:
          links = withLink(place, wholeEnd(place, end), links);
          break;
        case TAG.status:
          status = statusOf(place, wholeEnd(place, end));
          break;
        case TAG.flags:
          flags = reader.fixed32();
          break;
        default:
          reader.skipType(field & 7);
      }
    }
  } catch {
    reader.pos = -1;
  }
  if (reader.pos !== end) {
    notes.add('bad-protobuf');
    return null;
  }
  if (traceId === null || spanId === null) {
    notes.add('bad-id');
    return null;
  }
  const parentIsRemote = remoteByFlags(flags);
  return {
    traceId,
    spanId,
    parentId,
    parentIsRemote,
    name,
    kind,
    startMs,
    endMs,
    status,
    scope,
    links,
    origin,
    isShared: false,
  };
}

/** `null` for none, which zeros stand for, too; `undefined` where it has another length. */
function id(place: Place, end: number, length: number): string | null | undefined {
  const { bytes, reader } = place;
  const itsEnd = wholeEnd(place, end);
  const from = reader.pos;
  reader.pos = itsEnd;
  if (itsEnd === from) return null;
  if (itsEnd - from !== length) return undefined;
  const hex = bytes.toString('hex', from, itsEnd);
  return /[^0]/.test(hex) ? hex : null;
}

/** OTLP counts from 1, as 0 is `UNSPECIFIED`. */
function kindOf(kind: number): number {
  return kind >= 1 && kind <= 5 ? kind - 1 : 0;
}

const HIGH_HALF = 2 ** 32;

/** Nanoseconds, low half first. */
function timeOf(reader: protobuf.Reader): number | null {
  const low = reader.fixed32();
  const nanos = reader.fixed32() * HIGH_HALF + low;
  return nanos === 0 ? null : nanos / NANOS_PER_MS;
}

function withLink(place: Place, end: number, links: readonly Link[]): readonly Link[] {
  let trace: string | null = null;
  let span: string | null = null;
  guarded(place, end, (field) => {
    if (field === TAG.traceId) trace = id(place, end, TRACE_BYTES) ?? null;
    else if (field === TAG.spanId) span = id(place, end, SPAN_BYTES) ?? null;
    else return false;
    return true;
  });
  place.reader.pos = end;
  if (trace !== null && span !== null) return added(links, [trace, span]);
  place.notes.add('bad-link');
  return links;
}

function statusOf(place: Place, end: number): number {
  if (place.reader.pos === end) return 0;
  let status = 0;
  guarded(place, end, (field) => {
    if (field !== TAG.statusCode) return false;
    status = place.reader.int32();
    return true;
  });
  place.reader.pos = end;
  return status === 1 || status === 2 ? status : 0;
}

const REPLACEMENT = '\ufffd';

function text({ bytes, reader, notes }: Place, end: number): string {
  const start = reader.pos;
  reader.pos = end;
  const decoded = bytes.toString('utf8', start, Math.min(end, start + LONGEST_TEXT));
  // That character may have been there; but hardly.
  if (decoded.includes(REPLACEMENT) && end - start <= LONGEST_TEXT) notes.add('bad-utf8');
  return decoded;
}
