import { originOfResource } from '../readers/files/otlp-json.js';
import { isObject, textOf } from '../readers/files/field.js';
import { remoteByFlags } from '../readers/files/otlp-flags.js';
import { LONGEST_NAME } from '../readers/files/span-name.js';
import { NANOS_PER_MS } from '../readers/files/span-times.js';
import { NO_ORIGIN, type SpanOrigin } from '../protocol/finished-span.js';
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
import { endOfText, skipBlanks, skipJsonValue } from './skip-json-value.js';
import { HASH_START, hashed } from './text-table.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const SPACE = 0x20;

/** Values of hex digits as OTLP writes them, in lower case; all else is beyond. */
const DIGITS = new Uint8Array(256).fill(0xff);
for (const [value, digit] of [...'0123456789abcdef'].entries()) DIGITS[digit.charCodeAt(0)] = value;

const KEYS = [
  'resourceSpans',
  'resource',
  'scopeSpans',
  'scope',
  'spans',
  'traceId',
  'spanId',
  'parentSpanId',
  'flags',
  'name',
  'kind',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'links',
  'status',
  'code',
] as const;
type Key = (typeof KEYS)[number];

/** Keys of a length: there are few of each. */
const KEYS_BY_LENGTH: readonly (readonly { readonly key: Key; readonly bytes: Buffer; readonly bit: number }[])[] =
  Array.from({ length: 18 }, (_, length) =>
    KEYS.map((key, index) => ({ key, bytes: Buffer.from(key), bit: 1 << index })).filter(
      ({ bytes }) => bytes.length === length,
    ),
  );

/**
 * Reads lines of OTLP/JSON byte by byte: the fields that rules ask for, and nothing else. It takes only what is surely read
 * as `JSON.parse` and `otlpJsonSpans` read it, and leaves all else, whatever it may be, to those.
 */
export class JsonLineScanner {
  readonly #encoder: Encoder;
  #bytes: Uint8Array = Buffer.alloc(0);
  #at = 0;
  /** Of `#key`: the bit of the key that was read, 0 if it is none of ours. */
  #bit = 0;
  /** By their texts: each comes again and again. */
  readonly #origins = new Map<string, SpanOrigin>();
  readonly #scopes = new Map<string, string | null>();
  #links: [string, string][] = [];

  constructor(encoder: Encoder) {
    this.#encoder = encoder;
  }

  /** Adds the spans of a line that begins at `from`, and ends with a line break. `false`: nothing was read. */
  scan(bytes: Uint8Array, from: number): boolean {
    this.#bytes = bytes;
    this.#at = from;
    const before = this.#encoder.count;
    try {
      this.#request();
      return true;
    } catch (error) {
      if (error !== NOT_HERE) throw error;
      this.#encoder.backTo(before);
      return false;
    }
  }

  #request(): void {
    this.#expect(OPEN);
    if (this.#key(0) !== 'resourceSpans') throw NOT_HERE;
    this.#list(() => this.#group());
    this.#expect(CLOSE);
    this.#blanks();
    if (this.#bytes[this.#at] !== 0x0a) throw NOT_HERE;
  }

  #group(): void {
    let origin = NO_ORIGIN;
    let seen = 0;
    this.#expect(OPEN);
    if (this.#ends(CLOSE)) return;
    do {
      const key = this.#key(seen);
      seen |= this.#bit;
      if (key === 'resource') {
        // What came before it would be its own, too.
        if (seen !== this.#bit) throw NOT_HERE;
        origin = this.#once(this.#origins, originOfResource);
      } else if (key === 'scopeSpans') {
        seen |= 1 << KEYS.indexOf('resource');
        this.#list(() => this.#scopeSpans(origin));
      } else this.#skip();
    } while (this.#goesOn(CLOSE));
  }

  #scopeSpans(origin: SpanOrigin): void {
    let scope: string | null = null;
    let seen = 0;
    this.#expect(OPEN);
    if (this.#ends(CLOSE)) return;
    do {
      const key = this.#key(seen);
      seen |= this.#bit;
      if (key === 'scope') {
        if (seen !== this.#bit) throw NOT_HERE;
        scope = this.#once(this.#scopes, scopeName);
      } else if (key === 'spans') {
        seen |= 1 << KEYS.indexOf('scope');
        const maker = this.#encoder.maker(origin, scope);
        this.#list(() => this.#span(maker));
      } else this.#skip();
    } while (this.#goesOn(CLOSE));
  }

  /** The one that there are millions of. */
  #span(maker: number): void {
    const encoder = this.#encoder;
    const at = encoder.next();
    const { words, doubles } = encoder;
    const times = encoder.count * ROW_DOUBLES;
    let seen = 0;
    let flags = 0;
    words.fill(0, at, at + FLAGS);
    this.#expect(OPEN);
    if (this.#ends(CLOSE)) throw NOT_HERE;
    do {
      const key = this.#key(seen);
      seen |= this.#bit;
      switch (key) {
        case 'traceId':
          this.#id(words, at + TRACE, 4);
          break;
        case 'spanId':
          this.#id(words, at + SPAN, 2);
          break;
        case 'parentSpanId':
          if (!this.#isEmptyText()) this.#id(words, at + PARENT, 2);
          break;
        case 'flags': {
          const remote = remoteByFlags(this.#number());
          if (remote !== null) flags |= remote ? REMOTE | REMOTE_KNOWN : REMOTE_KNOWN;
          break;
        }
        case 'name':
          words[at + NAME] = this.#name();
          break;
        case 'kind': {
          const kind = this.#number();
          if (kind >= 1 && kind <= 5) flags |= kind - 1;
          break;
        }
        case 'startTimeUnixNano':
          doubles[times + START] = this.#time();
          break;
        case 'endTimeUnixNano':
          doubles[times + END] = this.#time();
          break;
        case 'links':
          this.#links = [];
          this.#list(() => this.#link());
          words[at + LINKS] = encoder.links(this.#links);
          break;
        case 'status':
          flags |= this.#status() << STATUS_SHIFT;
          break;
        default:
          this.#skip();
      }
    } while (this.#goesOn(CLOSE));
    if ((seen & NEEDED) !== NEEDED) throw NOT_HERE;
    words[at + MAKER] = maker;
    words[at + FLAGS] = flags;
    encoder.count++;
  }

  #link(): void {
    const words = new Uint32Array(6);
    let seen = 0;
    this.#expect(OPEN);
    if (this.#ends(CLOSE)) throw NOT_HERE;
    do {
      const key = this.#key(seen);
      seen |= this.#bit;
      if (key === 'traceId') this.#id(words, 0, 4);
      else if (key === 'spanId') this.#id(words, 4, 2);
      else this.#skip();
    } while (this.#goesOn(CLOSE));
    if ((seen & LINK_NEEDED) !== LINK_NEEDED) throw NOT_HERE;
    this.#links.push([hex(words, 0, 4), hex(words, 4, 2)]);
  }

  #status(): number {
    let status = 0;
    let seen = 0;
    this.#expect(OPEN);
    if (this.#ends(CLOSE)) return 0;
    do {
      const key = this.#key(seen);
      seen |= this.#bit;
      if (key === 'code') {
        const code = this.#number();
        status = code === 1 || code === 2 ? code : 0;
      } else this.#skip();
    } while (this.#goesOn(CLOSE));
    return status;
  }

  /** The value that the same text had before, or what `JSON.parse` makes of it. */
  #once<T>(known: Map<string, T>, read: (value: unknown) => T): T {
    this.#blanks();
    const from = this.#at;
    this.#skip();
    const text = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + from, this.#at - from).toString('utf8');
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(JSON.parse(text));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, value);
    return value;
  }

  #list(item: () => void): void {
    this.#expect(OPEN_LIST);
    if (this.#ends(CLOSE_LIST)) return;
    do item();
    while (this.#goesOn(CLOSE_LIST));
  }

  #blanks(): void {
    this.#at = skipBlanks(this.#bytes, this.#at);
  }

  #expect(byte: number): void {
    if (this.#bytes[this.#at] !== byte) {
      this.#blanks();
      if (this.#bytes[this.#at] !== byte) throw NOT_HERE;
    }
    this.#at++;
  }

  /** An object or list that ends here, without anything in it. */
  #ends(close: number): boolean {
    if (this.#bytes[this.#at] !== close) {
      this.#blanks();
      if (this.#bytes[this.#at] !== close) return false;
    }
    this.#at++;
    return true;
  }

  /** A comma, or the end. */
  #goesOn(close: number): boolean {
    let byte = this.#bytes[this.#at];
    if (byte !== COMMA && byte !== close) {
      this.#blanks();
      byte = this.#bytes[this.#at];
    }
    this.#at++;
    if (byte === COMMA) return true;
    if (byte === close) return false;
    throw NOT_HERE;
  }

  /**
   * A key, and the colon behind it. `null`: none of ours. `seen`: bits of those that came before; of what is there twice
   * `JSON.parse` takes the last.
   */
  #key(seen: number): Key | null {
    this.#expect(QUOTE);
    const bytes = this.#bytes;
    const from = this.#at;
    const end = endOfText(bytes, from);
    this.#at = end + 1;
    this.#expect(COLON);
    this.#bit = 0;
    const candidates = KEYS_BY_LENGTH[end - from];
    if (!candidates) return null;
    next: for (const { key, bytes: expected, bit } of candidates) {
      for (let i = 0; i < expected.length; i++) if (bytes[from + i] !== expected[i]) continue next;
      if ((seen & bit) !== 0) throw NOT_HERE;
      this.#bit = bit;
      return key;
    }
    return null;
  }

  #isEmptyText(): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== QUOTE || this.#bytes[this.#at + 1] !== QUOTE) return false;
    this.#at += 2;
    return true;
  }

  /** Only zeros are no id: what that means depends on whose it is. */
  #id(words: Uint32Array, to: number, count: number): void {
    this.#expect(QUOTE);
    const bytes = this.#bytes;
    let at = this.#at;
    let any = 0;
    for (let word = 0; word < count; word++) {
      let value = 0;
      let bad = 0;
      for (let digit = 0; digit < 8; digit++) {
        const nibble = DIGITS[bytes[at++] as number] as number;
        bad |= nibble;
        value = (value << 4) | nibble;
      }
      if (bad > 0xf) throw NOT_HERE;
      any |= value;
      words[to + word] = value;
    }
    if (any === 0 || bytes[at] !== QUOTE) throw NOT_HERE;
    this.#at = at + 1;
  }

  #name(): number {
    this.#expect(QUOTE);
    const bytes = this.#bytes;
    const from = this.#at;
    let hash = HASH_START;
    let at = from;
    for (;;) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) break;
      if (byte < SPACE || byte === BACKSLASH) throw NOT_HERE;
      hash = hashed(hash, byte);
      at++;
    }
    if (at - from > LONGEST_NAME) throw NOT_HERE;
    this.#at = at + 1;
    return this.#encoder.thread | this.#encoder.texts.number(bytes, from, at - from, hash);
  }

  /** A whole number of a few digits. */
  #number(): number {
    this.#blanks();
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let value = 0;
    for (;;) {
      const byte = bytes[at] as number;
      if (byte < ZERO || byte > NINE) break;
      value = value * 10 + (byte - ZERO);
      at++;
    }
    const digits = at - from;
    if (digits === 0 || digits > 9 || (digits > 1 && bytes[from] === ZERO)) throw NOT_HERE;
    if (bytes[at] !== COMMA && bytes[at] !== CLOSE) throw NOT_HERE;
    this.#at = at;
    return value;
  }

  /** Nanoseconds as a text of nineteen digits, as they are from 2001 to 2286, in milliseconds. */
  #time(): number {
    this.#expect(QUOTE);
    const bytes = this.#bytes;
    let at = this.#at;
    let high = 0;
    let low = 0;
    for (let digit = 0; digit < 19; digit++) {
      const value = (bytes[at++] as number) - ZERO;
      if (value < 0 || value > 9) throw NOT_HERE;
      if (digit < 10) high = high * 10 + value;
      else low = low * 10 + value;
    }
    if (bytes[at] !== QUOTE || high < 1e9) throw NOT_HERE;
    this.#at = at + 1;
    return nanos(high, low) / NANOS_PER_MS;
  }

  #skip(): void {
    this.#at = skipJsonValue(this.#bytes, this.#at);
  }
}

const NEEDED = bitsOf('traceId', 'spanId', 'name', 'startTimeUnixNano', 'endTimeUnixNano');
const LINK_NEEDED = bitsOf('traceId', 'spanId');
const MOST_KNOWN = 10_000;

function bitsOf(...keys: readonly Key[]): number {
  return keys.reduce((bits, key) => bits | (1 << KEYS.indexOf(key)), 0);
}

function scopeName(scope: unknown): string | null {
  return isObject(scope) ? textOf(scope['name']) : null;
}

/** `high * 1e9 + low` as `Number` reads its digits: all parts are exact, and only their sum is rounded. */
function nanos(high: number, low: number): number {
  const lower = high % 2 ** 17;
  return (high - lower) * 1e9 + (lower * 1e9 + low);
}
