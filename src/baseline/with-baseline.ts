import { programFailed } from '../report/program-failed.js';
import type { Report } from '../report/report.js';
import type { Baseline, KnownFinding } from './baseline.js';
import { programOf } from './program-of.js';

/** A report, with what a baseline knows of its findings. `file`: the baseline, as people are told of it. */
export function withBaseline(report: Report, baseline: Baseline, file: string): Report {
  const known = new Set(baseline.findings.map(({ fingerprint }) => fingerprint));
  const findings = report.findings.map((finding) => ({
    ...finding,
    baselineState: known.has(finding.fingerprint) ? ('unchanged' as const) : ('new' as const),
  }));
  const unchanged = findings.filter(({ baselineState }) => baselineState === 'unchanged').length;
  const fixed = fixedOf(report, baseline);
  return {
    ...report,
    findings,
    baseline: { file, updated: false, new: findings.length - unchanged, unchanged, fixed },
  };
}

/** What is not there any more, although all was looked at that would show it. */
function fixedOf(report: Report, { program, findings }: Baseline): readonly KnownFinding[] {
  const { summary, outcome, silenced, skippedRules } = report;
  if (program !== programOf(report) || summary.spans === 0 || summary.cutOff !== null || programFailed(outcome))
    return [];
  const still = new Set([...report.findings, ...silenced.map(({ finding }) => finding)].map((one) => one.fingerprint));
  const unsure = new Set(skippedRules.map(({ rule }) => rule));
  return findings.filter(({ fingerprint, rule }) => !still.has(fingerprint) && !unsure.has(rule));
}
