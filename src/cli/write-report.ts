import type { Report, Verdict } from '../report/report.js';
import type { Style } from '../report/style.js';
import type { Judgement } from '../runner/judge.js';
import { applyBaseline } from './apply-baseline.js';
import { applyShape } from './apply-shape.js';
import { EXIT } from './exit-code.js';
import { plainStyle, styleFor, writeAll, writeReportFile } from './io.js';
import type { OpenBaseline } from './open-baseline.js';
import type { OpenShape } from './open-shape.js';
import type { Format, JudgeOptions } from './options.js';
import { type VerdictOptions, verdict } from './verdict.js';
import { writeJobSummary } from './job-summary.js';

export type Renderer = (report: Report, style: Style, quiet: boolean) => string;

const RENDERERS: Readonly<Record<Format, () => Promise<Renderer>>> = {
  github: async () => (await import('../report/github.js')).renderGithub,
  gitlab: async () => (await import('../report/gitlab.js')).renderGitlab,
  html: async () => {
    const [{ renderHtml }, { pageAssets }] = await Promise.all([
      import('../report/html/html.js'),
      import('./page-assets.js'),
    ]);
    const assets = pageAssets();
    return (report) => renderHtml(report, assets);
  },
  issue: async () => (await import('../report/issue/issue.js')).renderIssue,
  json: async () => (await import('../report/json.js')).renderJson,
  junit: async () => (await import('../report/junit.js')).renderJunit,
  markdown: async () => (await import('../report/markdown.js')).renderMarkdown,
  sarif: async () => {
    const [{ renderSarif }, { ruleTexts }] = await Promise.all([
      import('../report/sarif.js'),
      import('./rule-texts.js'),
    ]);
    const texts = ruleTexts();
    return (report) => renderSarif(report, texts);
  },
  terminal: async () => (await import('../report/terminal/terminal.js')).renderTerminal,
};

/** What the report is compared with. */
export interface Gates {
  readonly baseline: OpenBaseline | null;
  readonly shape: OpenShape | null;
}

/** Is loaded while a program runs. */
export function rendererFor(format: Format): Promise<Renderer> {
  return RENDERERS[format]();
}

/**
 * Writes what was asked for, and says with which code to exit. `terminal`: where the report for people goes; beside a
 * program that has our stdout to itself, to stderr. Reports for machines always go to stdout.
 */
export async function writeReport(
  judgement: Judgement,
  gates: Gates,
  options: JudgeOptions,
  terminal: NodeJS.WriteStream & { readonly fd: number },
): Promise<number> {
  const { failures, limitReached } = judgement;
  for (const failure of failures)
    writeAll(2, `otel-ctx-doctor: the recorder switched itself off. This is our bug.\n${failure}\n`);
  const recorderFailed = failures.length > 0;
  const compared = applyBaseline(judgement.report, gates.baseline, recorderFailed);
  const shaped = applyShape(compared.report, judgement, gates.shape);
  const troubles = [compared.trouble, shaped.trouble].filter((one) => one !== null);
  const report = { ...shaped.report, verdict: verdictOf(shaped.report, { ...options, recorderFailed }, troubles) };
  const render = await rendererFor(options.format);
  if (options.format !== 'terminal') writeAll(1, render(report, await plainStyle(), false));
  else {
    const text = render(report, await styleFor(terminal, options.color), options.quiet === true);
    writeAll(terminal.fd, terminal.fd === 2 ? `\n${text}` : text);
  }
  for (const { format, file } of options.output ?? [])
    writeReportFile(file, (await rendererFor(format))(report, await plainStyle(), false));
  if (wantsJobSummary(options)) await writeJobSummary(report);
  if (options.open) await (await import('./open-report.js')).openReport(report, options);
  if (limitReached !== null) writeAll(2, `otel-ctx-doctor: ${limitReached}\n`);
  const { spans } = report.summary;
  if (spans < options.minSpans)
    writeAll(2, `otel-ctx-doctor: ${spans} spans recorded, fewer than --min-spans ${options.minSpans}\n`);
  for (const one of troubles) writeAll(2, `otel-ctx-doctor: ${one}\n`);
  return report.verdict.exitCode;
}

/** What could not be done that was asked for makes a run that is healthy otherwise one that failed. */
function verdictOf(report: Report, options: VerdictOptions, troubles: readonly string[]): Verdict {
  const made = verdict(report, options);
  if (troubles.length === 0 || made.exitCode !== EXIT.healthy) return made;
  return { ...made, exitCode: EXIT.ourFailure, reasons: troubles };
}

function wantsJobSummary({ format, output = [] }: JudgeOptions): boolean {
  return format === 'github' || output.some((one) => one.format === 'github');
}
