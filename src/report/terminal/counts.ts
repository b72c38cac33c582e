import type { Severity } from '../../finding.js';
import type { Report } from '../report.js';
import { isNew } from './is-new.js';
import { countOf } from '../text/words.js';

export interface SeverityCount {
  readonly severity: Severity;
  readonly text: string;
}

/** `2 errors`, `1 warning`: the severities that have findings, worst first. Those that the baseline knows are not counted. */
export function severityCounts({ baseline, findings, summary }: Report): readonly SeverityCount[] {
  const newOf = (severity: Severity): number =>
    findings.filter((finding) => isNew(finding) && finding.severity === severity).length;
  const { errors, warnings, infos } = baseline
    ? { errors: newOf('error'), warnings: newOf('warning'), infos: newOf('info') }
    : summary;
  const kind = baseline ? 'new ' : '';
  const counts: readonly [Severity, number, string, string][] = [
    ['error', errors, 'error', 'errors'],
    ['warning', warnings, 'warning', 'warnings'],
    ['info', infos, 'info', 'infos'],
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([severity, count, one, many]) => ({ severity, text: countOf(count, kind + one, kind + many) }));
}
