import type { Report } from '../../src/report/report.js';

/** How many faults a report tells of, by rule. */
export function foundFaults({ findings }: Pick<Report, 'findings'>): Record<string, number> {
  const faults: Record<string, number> = {};
  for (const { rule, occurrences } of findings) faults[rule] = (faults[rule] ?? 0) + occurrences;
  return faults;
}
