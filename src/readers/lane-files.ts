import { segmentOf } from '../protocol/recording-files.js';

/** What one thread of one process recorded: its segments, in order. */
export interface LaneFiles {
  readonly lane: string;
  readonly files: readonly string[];
  /** Segments that should lie between those that are there. */
  readonly missing: number;
}

/** The recordings among the files of a run folder, in the order of their names. */
export function laneFiles(names: readonly string[]): LaneFiles[] {
  const lanes = new Map<string, Map<number, string>>();
  for (const name of names) {
    const found = segmentOf(name);
    if (!found) continue;
    const segments = lanes.get(found.lane) ?? new Map<number, string>();
    lanes.set(found.lane, segments.set(found.segment, name));
  }
  return [...lanes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([lane, segments]) => {
      const numbers = [...segments.keys()].sort((a, b) => a - b);
      const files = numbers.map((number) => segments.get(number) ?? '');
      return { lane, files, missing: (numbers.at(-1) ?? 0) - numbers.length };
    });
}
