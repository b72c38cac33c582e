import { SEVERITIES, type Severity } from '../finding.js';
import { countsAgainst } from '../report/counts-against.js';
import { programFailed } from '../report/program-failed.js';
import type { Report } from '../report/report.js';

export const EXIT = { healthy: 0, findings: 1, ourFailure: 2, programFailed: 3 } as const;

export interface ExitOptions {
  readonly failOn: Severity | 'never';
  readonly minSpans: number;
  /** The recorder had to switch itself off. */
  readonly recorderFailed: boolean;
}

/** The exit code of a run: what DESIGN calls a contract. */
export function exitCode(report: Report, { failOn, minSpans, recorderFailed }: ExitOptions): number {
  if (recorderFailed) return EXIT.ourFailure;
  if (report.findings.some((finding) => countsAgainst(finding, report) && isAtLeast(finding.severity, failOn)))
    return EXIT.findings;
  if (report.shape?.state === 'different') return EXIT.findings;
  if (report.summary.spans < minSpans) return EXIT.findings;
  return programFailed(report.outcome) ? EXIT.programFailed : EXIT.healthy;
}

function isAtLeast(severity: Severity, limit: Severity | 'never'): boolean {
  return limit !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
