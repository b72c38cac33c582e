import type { Finding } from '../finding.js';
import { countsAgainst } from './counts-against.js';
import { mainPlace } from './main-place.js';
import { notices } from './notices.js';
import type { Report } from './report.js';
import { cleanText } from './text/clean-text.js';
import { detailLines, helpText, messageText, placeText } from './text/finding-text.js';

const MS_PER_SECOND = 1_000;

interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly outcome: 'failure' | 'skipped' | 'passed';
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/**
 * The report as JUnit XML, in the dialect that CI servers agree on: a test case for each finding, for each thing that
 * limits the verdict, and for each rule that could not judge.
 */
export function renderJunit(report: Report): string {
  const cases = casesOf(report);
  const count = (outcome: TestCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  const seconds = (report.outcome.durationMs / MS_PER_SECOND).toFixed(3);
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attribute(report.tool.name)}" ${totals} time="${seconds}">`,
    `  <testsuite name="${attribute(report.input.entry)}" ${totals} skipped="${count('skipped')}" time="${seconds}">`,
    ...cases.flatMap(lines),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf(report: Report): readonly TestCase[] {
  const { findings, skippedRules, silenced, tool } = report;
  const cases = [
    ...notices(report).map(({ id, severity, text, reasons }): TestCase => {
      // The warning that nothing was recorded has to be seen: nobody looks into the cases that pass.
      const fails = severity === 'error' || id === 'no-spans';
      const body = [text, ...reasons].join('\n');
      return {
        className: tool.name,
        name: id,
        outcome: fails ? 'failure' : 'skipped',
        type: severity,
        message: text,
        text: body,
      };
    }),
    ...findings.map((finding) => caseOf(finding, countsAgainst(finding, report) ? 'failure' : 'skipped', tool.name)),
    ...silenced.map(({ finding, reason }): TestCase => {
      return { ...caseOf(finding, 'skipped', tool.name), message: `silenced: ${reason}` };
    }),
    ...skippedRules.map(({ rule, reason }): TestCase => {
      return { className: tool.name, name: rule, outcome: 'skipped', type: 'rule', message: reason, text: '' };
    }),
  ];
  if (cases.some(({ outcome }) => outcome === 'failure')) return cases;
  const healthy = {
    className: tool.name,
    name: 'trace context',
    outcome: 'passed',
    type: '',
    message: '',
    text: '',
  } as const;
  return [healthy, ...cases];
}

function caseOf(finding: Finding, outcome: 'failure' | 'skipped', tool: string): TestCase {
  const place = mainPlace(finding);
  const message = messageText(finding);
  const help = helpText(finding);
  const text = [
    message,
    ...(place === null ? [] : [`at ${placeText(place)}`]),
    ...detailLines(finding),
    ...(help === null ? [] : [`help: ${help.advice}`, ...help.code.map((line) => `  ${line}`)]),
  ];
  return {
    className: `${tool}.${finding.rule}`,
    name: place === null ? message : `${finding.rule} at ${placeText(place)}`,
    file: place?.file,
    line: place?.line,
    outcome,
    type: finding.severity,
    message: finding.baselineState === 'unchanged' ? `known: ${message}` : message,
    text: text.join('\n'),
  };
}

function lines({ className, name, file, line, outcome, type, message, text }: TestCase): readonly string[] {
  const where = file === undefined ? '' : ` file="${attribute(file)}" line="${line}"`;
  const head = `    <testcase classname="${attribute(className)}" name="${attribute(name)}"${where}`;
  if (outcome === 'passed') return [`${head}/>`];
  if (outcome === 'skipped') return [`${head}>`, `      <skipped message="${attribute(message)}"/>`, '    </testcase>'];
  return [
    `${head}>`,
    `      <failure type="${attribute(type)}" message="${attribute(message)}">${content(text)}</failure>`,
    '    </testcase>',
  ];
}

function attribute(text: string): string {
  return escaped(cleanText(text)).replaceAll('"', '&quot;');
}

/** Lines are kept; what XML 1.0 cannot hold is written out by `cleanText`. */
function content(text: string): string {
  return text
    .split('\n')
    .map((line) => escaped(cleanText(line)))
    .join('\n');
}

function escaped(text: string): string {
  // U+FFFE and U+FFFF are no control characters, and not allowed either.
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}
