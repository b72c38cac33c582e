import { SEVERITIES, type Severity } from '../finding.js';
import { countsAgainst } from '../report/counts-against.js';
import { notices } from '../report/notices.js';
import { programFailed } from '../report/program-failed.js';
import type { Report, Verdict } from '../report/report.js';
import { countOf } from '../report/text/words.js';
import { EXIT } from './exit-code.js';

export interface VerdictOptions {
  readonly failOn: Severity | 'never';
  readonly minSpans: number;
  /** The recorder had to switch itself off. */
  readonly recorderFailed: boolean;
}

interface Cause {
  readonly code: number;
  readonly reason: string;
}

/** The exit code of a run, which is a contract, and what made it. */
export function verdict(report: Report, { failOn, minSpans, recorderFailed }: VerdictOptions): Verdict {
  const settings = { exitCode: EXIT.healthy, reasons: [], warnings: [], failOn, minSpans };
  const said = notices({ ...report, verdict: settings });
  const saidOf = (...ids: readonly string[]): string =>
    said.flatMap(({ id, text }) => (ids.includes(id) ? [text] : [])).join();
  const counted = report.findings.filter((one) => countsAgainst(one, report) && isAtLeast(one.severity, failOn)).length;
  // The first decides.
  const causes: readonly (Cause | null)[] = [
    recorderFailed ? { code: EXIT.ourFailure, reason: 'the recorder switched itself off' } : null,
    counted > 0
      ? { code: EXIT.findings, reason: `${countOf(counted, 'finding')} at or above --fail-on ${failOn}` }
      : null,
    report.shape?.state === 'different' ? { code: EXIT.findings, reason: saidOf('other-shape') } : null,
    report.summary.spans < minSpans ? { code: EXIT.findings, reason: saidOf('no-spans', 'too-few-spans') } : null,
    programFailed(report.outcome) ? { code: EXIT.programFailed, reason: saidOf('program-failed') } : null,
  ];
  const made = causes.filter((cause) => cause !== null);
  const code = made[0]?.code ?? EXIT.healthy;
  const reasons = made.flatMap((cause) => (cause.code === code ? [cause.reason] : []));
  const warnings = said.map(({ text }) => text).filter((text) => !reasons.includes(text));
  return { ...settings, exitCode: code, reasons, warnings };
}

function isAtLeast(severity: Severity, limit: Severity | 'never'): boolean {
  return limit !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
