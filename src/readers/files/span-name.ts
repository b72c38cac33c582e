import type { ReadNotes } from './read-notes.js';

/** More than any name needs. A report that quotes a megabyte of somebody's payload is of no use. */
export const LONGEST_NAME = 1_000;

export function spanName(value: unknown, notes: ReadNotes): string {
  if (typeof value !== 'string') return '';
  if (value.length <= LONGEST_NAME) return value;
  notes.add('long-name');
  return value.slice(0, LONGEST_NAME);
}
