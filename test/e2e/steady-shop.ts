import type { Finding } from '../../src/finding.js';
import type { Report } from '../../src/report/report.js';
import { ID_KEYS, mapTexts, steadyReport } from './steady-report.js';

/** About what it is. */
const SPANS = 430;
const TRACES = 90;
const WAITED_FOR_A_CONNECTION = 30;

/**
 * The report of the shop, whose customers meet by chance at the connection pool: which query of whom has to wait for whom, and
 * how many do. The traces differ by that.
 */
export function steadyShop(report: Report): Report {
  const findings = report.findings
    .toSorted((a, b) => a.rule.localeCompare(b.rule))
    .map((finding) => (finding.rule === 'trace-mismatch' ? withoutMeetings(finding) : finding))
    .map((finding, index) => withOwnIds({ ...finding, spans: finding.spans.slice(0, 1) }, index));
  return steadyReport({
    ...report,
    summary: { ...report.summary, spans: SPANS, traces: TRACES, roots: TRACES },
    findings,
    traces: [],
    omitted: { traces: TRACES, spans: SPANS },
  });
}

function withoutMeetings(finding: Finding): Finding {
  const steady = mapTexts(finding, (text) =>
    text
      .replace(/^(SELECT|INSERT|UPDATE) .*/, 'some query')
      .replace(/^(GET|POST|job|boot|publish)\b.*/, 'some request')
      .replace(/"(SELECT|INSERT|UPDATE) [^"]*"/g, '"some query"')
      .replace(/(another )?"(GET|POST|job|boot|publish)\b[^"]*"/g, '"some request"'),
  );
  return { ...steady, occurrences: WAITED_FOR_A_CONNECTION, consequences: [] };
}

/** Whether two findings show spans of the same trace is a matter of chance, too. */
function withOwnIds(finding: Finding, index: number): Finding {
  const text = JSON.stringify(finding, (key, value: unknown) =>
    Object.hasOwn(ID_KEYS, key) && typeof value === 'string' && !/^0+$/.test(value) ? index + value.slice(1) : value,
  );
  return JSON.parse(text) as Finding;
}
