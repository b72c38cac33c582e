import { NUMBER_BITS } from './row.js';

/** A text is found by where it stands in the stream of all texts, counted in these. */
export const TEXT_UNIT = 8;
/** In front of each text: its length in bytes. */
export const LENGTH_BYTES = 4;

/** What is remembered of texts that were met before. With more different ones than fit, some are written again: that is all. */
const REMEMBERED_BYTES = 1 << 20;
const SLOTS = 1 << 16;
const FULLEST = SLOTS / 2;

const FNV_PRIME = 0x01000193;
export const HASH_START = 0x811c9dc5 | 0;

/** One step of the hash (FNV-1a) that texts are known by. */
export function hashed(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

/** Gives equal texts one number, mostly, and writes each to a stream that is taken away from time to time. */
export class TextTable {
  /** What is remembered: the end of the stream. */
  #bytes = Buffer.alloc(REMEMBERED_BYTES);
  /** Where `#bytes` stands in the stream, in units. The first unit is left free, so that 0 is no text. */
  #base = 1;
  #used = 0;
  #taken = 0;
  readonly #slots = new Int32Array(SLOTS);
  #count = 0;
  #parts: { readonly at: number; readonly bytes: Uint8Array }[] = [];

  /** Of the text at `from`, whose `hashed` bytes give `hash`. */
  number(source: Uint8Array, from: number, length: number, hash: number): number {
    const mask = SLOTS - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const unit = (this.#slots[slot] ?? 0) - 1;
      if (unit < 0) break;
      if (this.#isAt(unit * TEXT_UNIT, source, from, length)) return this.#base + unit;
      slot = (slot + 1) & mask;
    }
    const size = sizeOf(length);
    if (this.#count >= FULLEST || this.#used + size > this.#bytes.length) {
      this.#forget(size);
      return this.number(source, from, length, hash);
    }
    this.#bytes.writeUInt32LE(length, this.#used);
    this.#bytes.set(source.subarray(from, from + length), this.#used + LENGTH_BYTES);
    const unit = this.#used / TEXT_UNIT;
    this.#slots[slot] = unit + 1;
    this.#count++;
    this.#used += size;
    return this.#base + unit;
  }

  numberOf(text: Uint8Array): number {
    let hash = HASH_START;
    for (const byte of text) hash = hashed(hash, byte);
    return this.number(text, 0, text.length, hash);
  }

  /** What has come since it was asked last, and where in the stream that stands. */
  take(): { readonly at: number; readonly bytes: Uint8Array }[] {
    this.#part();
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #part(): void {
    if (this.#used === this.#taken) return;
    const bytes = new Uint8Array(this.#bytes.subarray(this.#taken, this.#used));
    this.#parts.push({ at: this.#base + this.#taken / TEXT_UNIT, bytes });
    this.#taken = this.#used;
  }

  #isAt(at: number, source: Uint8Array, from: number, length: number): boolean {
    const bytes = this.#bytes;
    if (bytes[at] !== (length & 0xff) || bytes.readUInt32LE(at) !== length) return false;
    const start = at + LENGTH_BYTES;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== source[from + i]) return false;
    return true;
  }

  #forget(wanted: number): void {
    this.#part();
    this.#base += this.#used / TEXT_UNIT;
    if (this.#base + wanted / TEXT_UNIT > NUMBER_BITS) throw new RangeError('too many different texts');
    this.#used = 0;
    this.#taken = 0;
    this.#count = 0;
    this.#slots.fill(0);
    if (wanted > this.#bytes.length) this.#bytes = Buffer.alloc(wanted);
  }
}

function sizeOf(length: number): number {
  return Math.ceil((LENGTH_BYTES + length) / TEXT_UNIT) * TEXT_UNIT;
}
