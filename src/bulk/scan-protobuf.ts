import { isUtf8 } from 'node:buffer';
import { NO_ORIGIN, type SpanOrigin } from '../protocol/finished-span.js';
import { remoteByFlags } from '../readers/files/otlp-flags.js';
import { originOfMessage, otlpProtobufSpans, scopeOfMessage, TAG } from '../readers/files/otlp-protobuf.js';
import { ReadNotes } from '../readers/files/read-notes.js';
import { LONGEST_NAME } from '../readers/files/span-name.js';
import { NANOS_PER_MS } from '../readers/files/span-times.js';
import type { Encoder } from './encoder.js';
import { NOT_HERE } from './not-here.js';
import {
  END,
  FLAGS,
  LINKS,
  MAKER,
  NAME,
  PARENT,
  REMOTE,
  REMOTE_KNOWN,
  ROW_DOUBLES,
  SPAN,
  START,
  STATUS_SHIFT,
  TRACE,
} from './row.js';
import { hex } from './row-span.js';
import { HASH_START, hashed } from './text-table.js';

const HIGH_HALF = 2 ** 32;
const MOST_KNOWN = 10_000;
const REPLACEMENT = '\ufffd';

/**
 * Reads `ResourceSpans` messages byte by byte into rows. It takes only what is surely read as `otlpProtobufSpans` reads it,
 * and leaves all else, whatever it may be, to that.
 */
export class ProtobufScanner {
  readonly #encoder: Encoder;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** By their bytes: each comes again and again. */
  readonly #origins = new Map<string, SpanOrigin>();
  readonly #scopes = new Map<string, string | null>();

  constructor(encoder: Encoder) {
    this.#encoder = encoder;
  }

  /** Adds the spans of a message. */
  scan(message: Buffer, notes: ReadNotes): void {
    const before = this.#encoder.count;
    this.#bytes = message;
    this.#at = 0;
    try {
      this.#resourceSpans(message.length);
    } catch (error) {
      if (error !== NOT_HERE) throw error;
      this.#encoder.backTo(before);
      for (const span of otlpProtobufSpans(message, notes)) this.#encoder.add(span);
    }
  }

  #resourceSpans(end: number): void {
    let origin: SpanOrigin | null = null;
    const scopes: number[] = [];
    while (this.#at < end) {
      const field = this.#varint();
      if (field === TAG.resource) {
        if (origin !== null) throw NOT_HERE;
        origin = this.#once(this.#origins, originOfMessage, end);
      } else {
        const from = this.#at;
        this.#skip(field, end);
        if (field === TAG.scopeSpans) scopes.push(from, this.#at);
      }
    }
    for (let scope = 0; scope < scopes.length; scope += 2) {
      this.#at = scopes[scope] as number;
      this.#varint();
      this.#scopeSpans(scopes[scope + 1] as number, origin ?? NO_ORIGIN);
    }
  }

  #scopeSpans(end: number, origin: SpanOrigin): void {
    let maker = this.#encoder.maker(origin, null);
    while (this.#at < end) {
      const field = this.#varint();
      if (field === TAG.spans) this.#span(this.#end(end), maker);
      else if (field === TAG.scope) maker = this.#encoder.maker(origin, this.#once(this.#scopes, scopeOfMessage, end));
      else this.#skip(field, end);
    }
  }

  /** The one that there are millions of. */
  #span(end: number, maker: number): void {
    const encoder = this.#encoder;
    const at = encoder.next();
    const { words, doubles } = encoder;
    const times = encoder.count * ROW_DOUBLES;
    words.fill(0, at, at + FLAGS);
    doubles[times + START] = Number.NaN;
    doubles[times + END] = Number.NaN;
    let kind = 0;
    let status = 0;
    let remote: boolean | null = null;
    let isNamed = false;
    const links: [string, string][] = [];
    while (this.#at < end) {
      const field = this.#varint();
      switch (field) {
        case TAG.traceId:
          this.#id(words, at + TRACE, 4, end);
          break;
        case TAG.spanId:
          this.#id(words, at + SPAN, 2, end);
          break;
        case TAG.parentSpanId:
          if (this.#bytes[this.#at] === 0) this.#at++;
          else this.#id(words, at + PARENT, 2, end);
          break;
        case TAG.name:
          words[at + NAME] = this.#name(end);
          isNamed = true;
          break;
        case TAG.kind: {
          const value = this.#varint();
          kind = value >= 1 && value <= 5 ? value - 1 : 0;
          break;
        }
        case TAG.start:
          doubles[times + START] = this.#time(end);
          break;
        case TAG.end:
          doubles[times + END] = this.#time(end);
          break;
        case TAG.links:
          links.push(this.#link(this.#end(end)));
          break;
        case TAG.status:
          status = this.#status(this.#end(end));
          break;
        case TAG.flags:
          remote = remoteByFlags(this.#fixed32(end));
          break;
        default:
          this.#skip(field, end);
      }
    }
    const isWhole = this.#at === end && isNamed && isId(words, at + TRACE, 4) && isId(words, at + SPAN, 2);
    if (!isWhole) throw NOT_HERE;
    words[at + MAKER] = maker;
    words[at + LINKS] = encoder.links(links);
    words[at + FLAGS] =
      kind | (status << STATUS_SHIFT) | (remote === null ? 0 : remote ? REMOTE | REMOTE_KNOWN : REMOTE_KNOWN);
    encoder.count++;
  }

  #link(end: number): [string, string] {
    const words = new Uint32Array(6);
    while (this.#at < end) {
      const field = this.#varint();
      if (field === TAG.traceId) this.#id(words, 0, 4, end);
      else if (field === TAG.spanId) this.#id(words, 4, 2, end);
      else this.#skip(field, end);
    }
    if (this.#at !== end || !isId(words, 0, 4) || !isId(words, 4, 2)) throw NOT_HERE;
    return [hex(words, 0, 4), hex(words, 4, 2)];
  }

  #status(end: number): number {
    let status = 0;
    while (this.#at < end) {
      const field = this.#varint();
      if (field === TAG.statusCode) status = this.#varint();
      else this.#skip(field, end);
    }
    if (this.#at !== end) throw NOT_HERE;
    return status === 1 || status === 2 ? status : 0;
  }

  /** What the same bytes meant before, or what the ordinary reader makes of them. */
  #once<T>(known: Map<string, T>, read: (message: Buffer, notes: ReadNotes) => T, end: number): T {
    const itsEnd = this.#end(end);
    const message = this.#bytes.subarray(this.#at, itsEnd);
    this.#at = itsEnd;
    const key = message.toString('latin1');
    const before = known.get(key);
    if (before !== undefined) return before;
    const notes = new ReadNotes();
    const value = read(message, notes);
    if (notes.counts().length > 0) throw NOT_HERE;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, value);
    return value;
  }

  /** A number of up to 28 bits, as tags and lengths are. */
  #varint(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at++] as number;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 21) throw NOT_HERE;
      byte = bytes[at++] as number;
      value |= (byte & 0x7f) << shift;
    }
    if (at > bytes.length) throw NOT_HERE;
    this.#at = at;
    return value;
  }

  /** Of what is delimited. */
  #end(end: number): number {
    const length = this.#varint();
    if (this.#at + length > end) throw NOT_HERE;
    return this.#at + length;
  }

  #skip(field: number, end: number): void {
    const type = field & 7;
    if (field < 8) throw NOT_HERE;
    if (type === 2) this.#at = this.#end(end);
    else if (type === 1) this.#at += 8;
    else if (type === 5) this.#at += 4;
    else if (type === 0) {
      let bytes = 1;
      while ((this.#bytes[this.#at++] as number) >= 0x80) if (++bytes > 10) throw NOT_HERE;
    } else throw NOT_HERE;
    if (this.#at > end) throw NOT_HERE;
  }

  #id(words: Uint32Array, to: number, count: number, end: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at++] !== count * 4 || at + count * 4 > end) throw NOT_HERE;
    for (let word = 0; word < count; word++) {
      const high = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16);
      words[to + word] = high | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
      at += 4;
    }
    this.#at = at;
  }

  #name(end: number): number {
    const itsEnd = this.#end(end);
    const from = this.#at;
    const length = itsEnd - from;
    if (length > LONGEST_NAME) throw NOT_HERE;
    const bytes = this.#bytes;
    let hash = HASH_START;
    let all = 0;
    for (let at = from; at < itsEnd; at++) {
      const byte = bytes[at] as number;
      all |= byte;
      hash = hashed(hash, byte);
    }
    if (all >= 0x80 && !isCleanText(bytes.subarray(from, itsEnd))) throw NOT_HERE;
    this.#at = itsEnd;
    return this.#encoder.thread | this.#encoder.texts.number(bytes, from, length, hash);
  }

  #fixed32(end: number): number {
    const bytes = this.#bytes;
    const at = this.#at;
    if (at + 4 > end) throw NOT_HERE;
    this.#at = at + 4;
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    return (low | ((bytes[at + 3] as number) << 24)) >>> 0;
  }

  #time(end: number): number {
    const low = this.#fixed32(end);
    const nanos = this.#fixed32(end) * HIGH_HALF + low;
    return nanos === 0 ? Number.NaN : nanos / NANOS_PER_MS;
  }
}

function isId(words: Uint32Array, at: number, count: number): boolean {
  for (let word = at; word < at + count; word++) if (words[word] !== 0) return true;
  return false;
}

function isCleanText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.toString('utf8').includes(REPLACEMENT);
}
