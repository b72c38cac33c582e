import { fingerprint, type Location } from '../finding.js';

/** What makes a finding the same one in the next run. */
export interface Print {
  /** What its faults are grouped by. */
  readonly key: string;
  readonly rule: string;
  /** The boundary, or else where the span starts; `null` where neither is known. */
  readonly location: Location | null;
  /** The text of that line, or else what the finding is about. */
  readonly sourceLine: string;
  /** Tells those of one boundary apart. */
  readonly startedAt: Location | null;
}

/**
 * The fingerprint of each finding, by the key of its group. Where several are alike they are numbered in the order in which they
 * stand in the source, which neither chance nor the counts of a run change.
 */
export function fingerprintsOf(prints: readonly Print[]): ReadonlyMap<string, string> {
  const ordinals = new Map<string, number>();
  const byKey = new Map<string, string>();
  for (const print of prints.toSorted(bySource)) {
    // A group that is silenced in part comes twice.
    if (byKey.has(print.key)) continue;
    const first = fingerprint({ ...print, ordinal: 0 });
    const ordinal = ordinals.get(first) ?? 0;
    ordinals.set(first, ordinal + 1);
    byKey.set(print.key, ordinal === 0 ? first : fingerprint({ ...print, ordinal }));
  }
  return byKey;
}

function bySource(a: Print, b: Print): number {
  return inFile(a.location, b.location) || inFile(a.startedAt, b.startedAt) || compare(a.key, b.key);
}

function inFile(a: Location | null, b: Location | null): number {
  if (!a || !b) return Number(a === null) - Number(b === null);
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** The same whatever the language of the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
