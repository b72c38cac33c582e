import type { Finding, Location } from '../finding.js';
import type { Report } from './report.js';

/** Where a finding is shown: where the context was lost, or else where the span starts. */
export function mainPlace(finding: Finding): Location | null {
  return finding.cause?.boundary ?? finding.span?.location ?? null;
}

/** Where formats that need a place show what has none. Nothing is said to be wrong in that line. */
export function entryPlace({ input }: Report): Location {
  return { file: input.entry.replace(/^(?:\.[\\/])+/, ''), line: 1, column: 1, function: null };
}
