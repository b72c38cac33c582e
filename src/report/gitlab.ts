import type { Finding, Severity } from '../finding.js';
import { countsAgainst } from './counts-against.js';
import { entryPlace, mainPlace } from './main-place.js';
import { notices } from './notices.js';
import type { Report } from './report.js';
import { cleanText } from './text/clean-text.js';
import { messageText } from './text/finding-text.js';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const SEVERITY: Readonly<Record<Severity, Issue['severity']>> = { error: 'major', warning: 'minor', info: 'info' };

/**
 * The report as GitLab's code quality artifact. What the baseline knows is in it too: GitLab compares with the target
 * branch itself. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderGitlab(report: Report): string {
  const issues = [
    ...notices(report).map(({ id, severity, text, reasons }): Issue => {
      const description = [text, ...reasons].join('; ');
      return issue(description, id, `otel-ctx-doctor ${id} ${report.input.entry}`, SEVERITY[severity], report);
    }),
    ...report.findings.map((finding) => issueOf(finding, report)),
  ];
  return `${JSON.stringify(withOwnFingerprints(issues), null, 2)}\n`;
}

function issueOf(finding: Finding, report: Report): Issue {
  const severity = countsAgainst(finding, report) ? SEVERITY[finding.severity] : 'info';
  return issue(messageText(finding), finding.rule, finding.fingerprint, severity, report, finding);
}

function issue(
  description: string,
  check_name: string,
  fingerprint: string,
  severity: Issue['severity'],
  report: Report,
  finding: Finding | null = null,
): Issue {
  const { file, line } = (finding && mainPlace(finding)) ?? entryPlace(report);
  return {
    description,
    check_name,
    fingerprint,
    severity,
    location: { path: cleanText(file), lines: { begin: line } },
  };
}

/** GitLab shows but one of those with the same fingerprint. */
function withOwnFingerprints(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map<string, number>();
  return issues.map((one) => {
    const count = (seen.get(one.fingerprint) ?? 0) + 1;
    seen.set(one.fingerprint, count);
    return count === 1 ? one : { ...one, fingerprint: `${one.fingerprint}-${count}` };
  });
}
