import type { Report } from '../report/report.js';
import type { Style } from '../report/style.js';
import type { Judgement } from '../runner/judge.js';
import { applyBaseline } from './apply-baseline.js';
import { applyShape } from './apply-shape.js';
import { EXIT, exitCode } from './exit-code.js';
import { plainStyle, styleFor, writeAll, writeReportFile } from './io.js';
import type { OpenBaseline } from './open-baseline.js';
import type { OpenShape } from './open-shape.js';
import type { Format, JudgeOptions } from './options.js';

export type Renderer = (report: Report, style: Style, quiet: boolean) => string;

const RENDERERS: Readonly<Record<Format, () => Promise<Renderer>>> = {
  json: async () => (await import('../report/json.js')).renderJson,
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
  const { report, trouble } = applyShape(compared.report, judgement, gates.shape);
  const troubles = [compared.trouble, trouble].filter((one) => one !== null);
  const render = await rendererFor(options.format);
  if (options.format !== 'terminal') writeAll(1, render(report, await plainStyle(), false));
  else {
    const text = render(report, await styleFor(terminal, options.color), options.quiet === true);
    writeAll(terminal.fd, terminal.fd === 2 ? `\n${text}` : text);
  }
  for (const { format, file } of options.output ?? [])
    writeReportFile(file, (await rendererFor(format))(report, await plainStyle(), false));
  if (limitReached !== null) writeAll(2, `otel-ctx-doctor: ${limitReached}\n`);
  const { spans } = report.summary;
  if (spans < options.minSpans)
    writeAll(2, `otel-ctx-doctor: ${spans} spans recorded, fewer than --min-spans ${options.minSpans}\n`);
  for (const one of troubles) writeAll(2, `otel-ctx-doctor: ${one}\n`);
  const code = exitCode(report, { failOn: options.failOn, minSpans: options.minSpans, recorderFailed });
  return troubles.length > 0 && code === EXIT.healthy ? EXIT.ourFailure : code;
}
