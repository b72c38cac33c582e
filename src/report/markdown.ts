import type { Finding } from '../finding.js';
import { countsAgainst } from './counts-against.js';
import { mainPlace } from './main-place.js';
import { notices } from './notices.js';
import type { Report } from './report.js';
import { cleanText } from './text/clean-text.js';
import { checkpointText, detailLines, helpText, messageText, placeText } from './text/finding-text.js';
import { code, fenced, inline } from './text/markdown-text.js';
import { countOf, duration } from './text/words.js';

/** A job summary of GitHub's holds 1 MiB; beyond so many findings nobody reads on. */
const FINDINGS_SHOWN = 50;
const FRAME_LINES = 2;

/** The report for people who read Markdown: job summaries, comments on pull requests. */
export function renderMarkdown(report: Report): string {
  const { findings } = report;
  const counted = findings.filter((finding) => countsAgainst(finding, report));
  const known = findings.length - counted.length;
  const shown = counted.slice(0, FINDINGS_SHOWN);
  const rest = counted.length - shown.length;
  return paragraphs([
    headline(report, counted),
    run(report),
    ...notices(report).map(({ severity, text, reasons }) => {
      const lines = [`${SIGN[severity]} **${inline(text)}**`, ...reasons.map((reason) => `- ${inline(reason)}`)];
      return lines.map((line) => `> ${line}`).join('\n');
    }),
    ...(shown.length > 1 ? [table(shown)] : []),
    ...shown.map((finding, index) => section(finding, index + 1)),
    ...(rest > 0 ? [`… and ${countOf(rest, 'more finding')}.`] : []),
    ...(known > 0 ? [`${countOf(known, 'finding')} that the baseline knows, not shown.`] : []),
    ...fixed(report),
    ...silenced(report),
  ]);
}

const SIGN = { error: '❌', warning: '⚠️', info: 'ℹ️' } as const;

function headline({ summary, verdict }: Report, counted: readonly Finding[]): string {
  const failed = verdict !== null && verdict.exitCode !== 0;
  const of = `in ${countOf(summary.spans, 'span')}`;
  if (counted.length > 0)
    return `## ${failed ? SIGN.error : SIGN.warning} Trace context: ${countOf(counted.length, 'finding')} ${of}`;
  if (failed) return `## ${SIGN.error} Trace context: ${inline(verdict.reasons.join('; '))}`;
  return summary.spans === 0
    ? `## ${SIGN.warning} Trace context: nothing recorded`
    : `## ✅ Trace context: no findings ${of}`;
}

function run({ input, outcome, runtime, summary, evidenceLevel, tool }: Report): string {
  const command = [input.entry, ...input.args].join(' ');
  const ended = input.kind === 'run' ? `, ${duration(outcome.durationMs)}` : '';
  return `${code(command)}${ended}, Node ${inline(runtime.node)}, ${countOf(summary.traces, 'trace')}, evidence ${evidenceLevel}, ${inline(tool.name)} ${inline(tool.version)}`;
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map((finding, index) => {
    const place = mainPlace(finding);
    const where = place === null ? '' : code(`${place.file}:${place.line}`);
    return `| ${index + 1} | ${SIGN[finding.severity]} ${finding.severity} | ${code(finding.rule)} | ${where} | ${finding.occurrences} |`;
  });
  return ['| # | severity | rule | where | times |', '|--:|---|---|---|--:|', ...rows].join('\n');
}

function section(finding: Finding, number: number): string {
  const { severity, rule, cause, checkpoints } = finding;
  const place = mainPlace(finding);
  const help = helpText(finding);
  const frame = (cause?.frame ?? []).filter(({ line }) => Math.abs(line - (place?.line ?? line)) <= FRAME_LINES);
  const digits = String(frame.at(-1)?.line ?? 0).length;
  const details = detailLines(finding).slice(0, 1);
  const rest = detailLines(finding).slice(1 + checkpoints.length);
  return paragraphs([
    `### ${SIGN[severity]} ${number}. ${code(rule)}: ${inline(messageText(finding))}`,
    ...(place === null ? [] : [`${code(placeText(place))} (${details.join()})`]),
    ...(frame.length === 0
      ? []
      : [
          fenced(
            frame.map(({ line, text }) => {
              const mark = line === place?.line ? '>' : ' ';
              return `${mark} ${String(line).padStart(digits)} | ${cleanText(text.replaceAll('\t', '  '))}`;
            }),
          ),
        ]),
    ...(checkpoints.length === 0 ? [] : [fenced(checkpoints.map(checkpointText))]),
    ...(rest.length === 0 ? [] : [rest.map((line) => `- ${inline(line)}`).join('\n')]),
    ...(help === null ? [] : [`**Help:** ${inline(help.advice)}`]),
    ...(help === null || help.code.length === 0 ? [] : [fenced(help.code, 'ts')]),
  ]).trimEnd();
}

function fixed({ baseline }: Report): readonly string[] {
  if (!baseline || baseline.fixed.length === 0) return [];
  const lines = baseline.fixed.map(
    ({ rule, file, source }) => `- ${code(rule)} ${file === null ? '' : code(file)} ${code(source)}`,
  );
  return [`✅ Fixed since the baseline:\n\n${lines.join('\n')}`];
}

function silenced({ silenced: all }: Report): readonly string[] {
  if (all.length === 0) return [];
  const lines = all.map(
    ({ finding, reason }) => `- ${code(finding.rule)} ${inline(messageText(finding))} Reason: ${inline(reason)}`,
  );
  return [
    `<details><summary>${countOf(all.length, 'silenced finding')}</summary>\n\n${lines.join('\n')}\n\n</details>`,
  ];
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
