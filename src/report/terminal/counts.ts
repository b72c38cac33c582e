import type { Severity } from '../../finding.js';
import type { Report } from '../report.js';
import { countOf } from './words.js';

export interface SeverityCount {
  readonly severity: Severity;
  readonly text: string;
}

/** `2 errors`, `1 warning`: the severities that have findings, worst first. */
export function severityCounts(report: Report): readonly SeverityCount[] {
  const { errors, warnings, infos } = report.summary;
  const counts: readonly [Severity, number, string, string][] = [
    ['error', errors, 'error', 'errors'],
    ['warning', warnings, 'warning', 'warnings'],
    ['info', infos, 'info', 'infos'],
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([severity, count, one, many]) => ({ severity, text: countOf(count, one, many) }));
}
