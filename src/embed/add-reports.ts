import { type Finding, SEVERITY_RANK, type Severity } from '../finding.js';
import type { Report } from '../report/report.js';

/** As many as a report gives in full, and then some: one that repeats counts once. */
const FINDINGS_KEPT = 200;

/** The report of two lots of spans of one service. Its traces are those of the second; the first's are counted. */
export function addReports(before: Report | null, now: Report): Report {
  if (before === null) return now;
  const findings = mergedFindings(before.findings, now.findings);
  const indexOf = new Map(findings.map(({ fingerprint }, index) => [fingerprint, index]));
  const moved = (index: number): number[] => {
    const at = indexOf.get(now.findings[index]?.fingerprint ?? '');
    return at === undefined ? [] : [at];
  };
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const sum = (of: (report: Report) => number): number => of(before) + of(now);
  return {
    ...now,
    summary: {
      ...now.summary,
      spans: sum(({ summary }) => summary.spans),
      traces: sum(({ summary }) => summary.traces),
      roots: sum(({ summary }) => summary.roots),
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      silenced: Math.max(before.summary.silenced, now.summary.silenced),
      healthy: count('error') + count('warning') === 0,
      whyNoSpans: sum(({ summary }) => summary.spans) === 0 ? now.summary.whyNoSpans : [],
    },
    findings,
    traces: now.traces.map((trace) => ({
      ...trace,
      spans: trace.spans.map((span) => ({ ...span, findings: span.findings.flatMap(moved) })),
    })),
    omitted: {
      traces: now.omitted.traces + before.summary.traces,
      spans: now.omitted.spans + before.summary.spans,
    },
  };
}

function mergedFindings(before: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  const merged = new Map(before.map((finding) => [finding.fingerprint, finding]));
  for (const finding of now) {
    const known = merged.get(finding.fingerprint);
    if (known) merged.set(finding.fingerprint, { ...known, occurrences: known.occurrences + finding.occurrences });
    else if (merged.size < FINDINGS_KEPT) merged.set(finding.fingerprint, finding);
  }
  return [...merged.values()].sort(
    (a, b) => SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] || b.occurrences - a.occurrences,
  );
}
