import type { ReadNotes } from './read-notes.js';

/** Digits of a trace's id and of a span's. */
export const TRACE_DIGITS = 32;
export const SPAN_DIGITS = 16;

const HEX = /^[0-9a-f]+$/;
const ZEROS = /^0+$/;
/** Of 16 and 8 bytes. Such a text may be hexadecimal as well; then its length is another. */
const BASE64: Readonly<Record<number, RegExp>> = { 32: /^[\w+/-]{22}(==)?$/, 16: /^[\w+/-]{11}=?$/ };

/**
 * An id as lower-case hex; `null` where there is none, `undefined` where what stands there is no id. Upper case, a leading
 * `0x` and base64 (protobuf's own JSON) are read as they were meant, and counted.
 */
export function hexId(value: unknown, digits: number, notes: ReadNotes): string | null | undefined {
  if (isNone(value)) return null;
  if (typeof value !== 'string' || value.length > digits + PREFIX.length) return undefined;
  if (value.length === digits && HEX.test(value)) return ZEROS.test(value) ? null : value;
  const hex = otherForm(value, digits);
  if (hex === undefined) return undefined;
  notes.add('other-id-form');
  return ZEROS.test(hex) ? null : hex;
}

/** The same in formats whose ids have as many digits as they need: Jaeger's, and Zipkin's traces of 64 bits. */
export function shortHexId(value: unknown, digits: number, notes: ReadNotes): string | null | undefined {
  if (typeof value !== 'string' || value.length === 0 || value.length >= digits) return hexId(value, digits, notes);
  return HEX.test(value) ? hexId(value.padStart(digits, '0'), digits, notes) : undefined;
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

const PREFIX = '0x';

function otherForm(value: string, digits: number): string | undefined {
  const lower = value.toLowerCase().replace(PREFIX, '');
  if (lower.length === digits && HEX.test(lower)) return lower;
  const hex = BASE64[digits]?.test(value) ? Buffer.from(value, 'base64').toString('hex') : '';
  return hex.length === digits ? hex : undefined;
}
