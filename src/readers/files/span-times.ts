import type { ReadNotes } from './read-notes.js';

const NUMBER = /^\d{1,20}(\.\d{1,9})?$/;

/**
 * A count of nanoseconds or microseconds since the epoch, as number or text, in milliseconds; `null` where there is none. A
 * double holds today's time to a quarter of a microsecond.
 */
export function epochMs(value: unknown, perMs: number, notes: ReadNotes): number | null {
  if (value === undefined || value === null || value === '' || value === 0 || value === '0') return null;
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value / perMs;
  if (typeof value === 'string' && NUMBER.test(value)) return Number(value) / perMs;
  notes.add('bad-time');
  return null;
}

/** A length of time, which may be 0. */
export function lengthMs(value: unknown, perMs: number, notes: ReadNotes): number | null {
  return value === 0 || value === '0' ? 0 : epochMs(value, perMs, notes);
}

export const NANOS_PER_MS = 1_000_000;
export const MICROS_PER_MS = 1_000;
