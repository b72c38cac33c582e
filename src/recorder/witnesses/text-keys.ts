import { isProxy } from 'node:util/types';
import { plainField } from '../plain-field.js';

/**
 * What is handed over and what comes in are compared by their content: a text, bytes that say the same, or an object and
 * a copy of it. Only a key of the content is kept. Looks without touching: no getter and no `toJSON` of the app's runs.
 */
export type TextKey = number;

/** `ping`, `ok`, `done`: what is as short as that is said by anybody. */
const SHORTEST = 6;
/** A text without a digit or a bracket is a word or two that many may say, unless it is as long as this. */
const LONG_ENOUGH = 24;
/** What is longer is told by its beginning, its end, and its length. */
const LONGEST = 16_384;

const SPACE = 32;
const HALF = LONGEST / 2;

const ZERO = 48;
const NINE = 57;
const BRACKET = 91;
const BRACE = 123;
const LAST_ASCII = 127;

/** `undefined`: not a text, or one that could come from anywhere. */
export function keyOfText(value: unknown): TextKey | undefined {
  if (typeof value === 'string') return keyOfString(value);
  return isBytes(value) ? keyOfBytes(value) : undefined;
}

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** Two loops that are the same but for what they read: these have to be fast, and shared code would be slow for both. */
function keyOfString(text: string): TextKey | undefined {
  let { length } = text;
  while (length > 0 && text.charCodeAt(length - 1) <= SPACE) length--;
  if (length < SHORTEST) return undefined;
  const hash = new Hash();
  let specific = isSpecific(text.charCodeAt(0), length);
  for (let i = 0; i < length; i++) {
    if (length > LONGEST && i === HALF) i = length - HALF;
    const unit = text.charCodeAt(i);
    // Bytes are those of UTF-8.
    if (unit > LAST_ASCII) return length <= LONGEST ? keyOfBytes(Buffer.from(text)) : undefined;
    if (unit >= ZERO && unit <= NINE) specific = true;
    hash.add(unit);
  }
  return specific ? hash.value(length) : undefined;
}

function keyOfBytes(bytes: Uint8Array): TextKey | undefined {
  let { length } = bytes;
  while (length > 0 && (bytes[length - 1] as number) <= SPACE) length--;
  if (length < SHORTEST) return undefined;
  const hash = new Hash();
  let specific = isSpecific(bytes[0] as number, length);
  for (let i = 0; i < length; i++) {
    if (length > LONGEST && i === HALF) i = length - HALF;
    const unit = bytes[i] as number;
    if (unit >= ZERO && unit <= NINE) specific = true;
    hash.add(unit);
  }
  return specific ? hash.value(length) : undefined;
}

function isSpecific(first: number, length: number): boolean {
  return first === BRACKET || first === BRACE || length >= LONG_ENOUGH;
}

/** 53 bits, so that two contents have the same key by no chance worth a thought (after cyrb53, which is public domain). */
class Hash {
  low = 0xdeadbeef | 0;
  high = 0x41c6ce57 | 0;

  add(unit: number): void {
    this.low = Math.imul(this.low ^ unit, 2654435761);
    this.high = Math.imul(this.high ^ unit, 1597334677);
  }

  addText(text: string): void {
    const { length } = text;
    for (let i = 0; i < length; i++) this.add(text.charCodeAt(i));
    this.add(length);
  }

  value(last: number): number {
    this.add(last);
    const { low, high } = this;
    const a = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    const b = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  }
}

const DEEPEST = 4;
const NODES_AT_MOST = 48;
const CHARS_AT_MOST = 8_192;

/** An object that says something of its own, as it would be after JSON. */
export function keyOfObject(value: object): TextKey | undefined {
  if (isProxy(value)) return undefined;
  const walk = new ObjectWalk();
  return walk.add(value, 0) && walk.specific ? walk.hash.value(0) : undefined;
}

class ObjectWalk {
  readonly hash = new Hash();
  /** It holds a number or a text: flags alone are said by many. */
  specific = false;
  #nodes = 0;
  #chars = 0;

  /** `false`: too large, or nothing that JSON could carry as it is. */
  add(value: unknown, depth: number): boolean {
    if (++this.#nodes > NODES_AT_MOST) return false;
    switch (typeof value) {
      case 'string':
        this.#chars += value.length;
        this.specific ||= value.length > 1;
        if (this.#chars > CHARS_AT_MOST) return false;
        this.hash.addText(value);
        return true;
      case 'number':
        this.specific = true;
        this.hash.addText(String(value));
        return true;
      case 'boolean':
        this.hash.add(value ? 1 : 2);
        return true;
      case 'object':
        return this.#addObject(value, depth);
      default:
        return false;
    }
  }

  #addObject(value: object | null, depth: number): boolean {
    if (value === null) {
      this.hash.add(3);
      return true;
    }
    if (depth >= DEEPEST || isProxy(value)) return false;
    if (value instanceof Date) return this.add(dateText(value), depth);
    if (Array.isArray(value)) {
      this.hash.add(4);
      return (
        value.length <= NODES_AT_MOST && Object.keys(value).every((key) => this.add(plainField(value, key), depth + 1))
      );
    }
    return isPlain(value) && this.#addFields(value, depth);
  }

  #addFields(value: object, depth: number): boolean {
    this.hash.add(5);
    for (const key of Object.keys(value)) {
      const field = plainField(value, key);
      // JSON leaves these out.
      if (field === undefined || typeof field === 'function' || typeof field === 'symbol') continue;
      this.hash.addText(key);
      if (!this.add(field, depth + 1)) return false;
    }
    return true;
  }
}

function dateText(date: Date): string | null {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Object literals, and what comes out of JSON; in another realm, too. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}
