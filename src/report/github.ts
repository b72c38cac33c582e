import type { Finding, Location, Severity } from '../finding.js';
import { countsAgainst } from './counts-against.js';
import { mainPlace } from './main-place.js';
import { notices } from './notices.js';
import type { Report } from './report.js';
import { cleanText } from './text/clean-text.js';
import { detailLines, helpText, messageText } from './text/finding-text.js';
import { countOf } from './text/words.js';

const COMMAND: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** GitHub shows so many of each sort for a step, and drops the others without a word. */
const SHOWN_OF_EACH = 10;
/** Longer annotations are cut by GitHub anyway. */
const LONGEST = 4_000;

interface Annotation {
  readonly command: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly text: string;
  readonly place: Location | null;
}

/**
 * The report as workflow commands, which GitHub shows as annotations in the diff.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: Report): string {
  const all = [
    ...notices(report).map(({ id, severity, text, reasons }): Annotation => {
      return { command: COMMAND[severity], title: id, text: [text, ...reasons].join('\n'), place: null };
    }),
    ...report.findings.map((finding) => annotationOf(finding, report)),
  ];
  return [...shownOf(all).map(command), summaryLine(report, all), ''].join('\n');
}

function annotationOf(finding: Finding, report: Report): Annotation {
  const help = helpText(finding);
  const text = [
    messageText(finding),
    ...detailLines(finding),
    ...(help === null ? [] : [`help: ${help.advice}`, ...help.code.map((line) => `  ${line}`)]),
  ];
  return {
    command: countsAgainst(finding, report) ? COMMAND[finding.severity] : 'notice',
    title: `${finding.rule}${finding.baselineState === 'unchanged' ? ' (known)' : ''}`,
    text: text.join('\n'),
    place: mainPlace(finding),
  };
}

/** Of each sort the last place is kept for those that are not shown. */
function shownOf(all: readonly Annotation[]): readonly Annotation[] {
  return (['error', 'warning', 'notice'] as const).flatMap((sort) => {
    const ofSort = all.filter(({ command: one }) => one === sort);
    if (ofSort.length <= SHOWN_OF_EACH) return ofSort;
    const rest = ofSort.length - SHOWN_OF_EACH + 1;
    const text = `${countOf(rest, `more ${sort}`)}: GitHub shows ${SHOWN_OF_EACH} for a step. The job summary and the log have them all.`;
    return [...ofSort.slice(0, SHOWN_OF_EACH - 1), { command: sort, title: 'more', text, place: null }];
  });
}

function command({ command: name, title, text, place }: Annotation): string {
  const properties = [
    ...(place === null ? [] : [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`]),
    `title=${property(title)}`,
  ];
  const lines = text.split('\n').map((line) => cleanText(line));
  return `::${name} ${properties.join()}::${message(lines.join('\n').slice(0, LONGEST))}`;
}

/** The whole count, in a line that the log shows as it is. It begins no command. */
function summaryLine({ summary, input }: Report, all: readonly Annotation[]): string {
  const { errors, warnings, infos, spans } = summary;
  const counts = [countOf(errors, 'error'), countOf(warnings, 'warning'), countOf(infos, 'info')].join(', ');
  const found = all.length === 0 ? 'no findings' : counts;
  return `otel-ctx-doctor: ${found} in ${countOf(spans, 'span')} of ${cleanText(input.entry)}`;
}

/** Each character that ends a message or begins another command. */
function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(cleanText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
