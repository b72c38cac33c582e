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
 * `0x`, base64 (protobuf's own JSON) and left-out zeros (Jaeger, Zipkin) are read as they were meant, and counted.
 */
export function hexId(value: unknown, digits: number, notes: ReadNotes): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || value.length > digits + 2) return undefined;
  if (value.length === digits && HEX.test(value)) return ZEROS.test(value) ? null : value;
  const hex = otherForm(value, digits);
  if (hex === undefined) return undefined;
  if (ZEROS.test(hex)) return null;
  notes.add('other-id-form');
  return hex;
}

function otherForm(value: string, digits: number): string | undefined {
  const lower = value.toLowerCase().replace(/^0x/, '');
  if (lower.length === digits && HEX.test(lower)) return lower;
  if (BASE64[digits]?.test(value)) {
    const hex = Buffer.from(value, 'base64').toString('hex');
    if (hex.length === digits) return hex;
  }
  return lower.length < digits && HEX.test(lower) ? lower.padStart(digits, '0') : undefined;
}
