import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was taken out of a recording to make room, so that the report can still say how much there was. */
export interface Dropped {
  readonly spans: number;
  readonly traces: number;
  readonly roots: number;
  /** Occurrences of findings, by what diagnosis groups them by. */
  readonly findings: Readonly<Record<string, number>>;
  /** Of `spans`, those of traces that nobody could judge any more. */
  readonly unjudged: number;
  /** The `--max-recording` that was reached, `null`: none, it was only too large to be judged in one piece. */
  readonly limitMb: number | null;
}

export const NOTHING_DROPPED: Dropped = {
  spans: 0,
  traces: 0,
  roots: 0,
  findings: {},
  unjudged: 0,
  limitMb: null,
};

const FILE = 'dropped.json';

/** At once or not at all. */
export function writeDropped(folder: string, dropped: Dropped): void {
  const file = join(folder, FILE);
  writeFileSync(`${file}.tmp`, `${JSON.stringify(dropped)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

/** What cannot be read counts as nothing: then the report tells of what is there. */
export function readDropped(folder: string): Dropped {
  try {
    return { ...NOTHING_DROPPED, ...(JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<Dropped>) };
  } catch {
    return NOTHING_DROPPED;
  }
}
