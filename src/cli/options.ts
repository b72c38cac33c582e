import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES, type Severity } from '../finding.js';
import { BASELINE_FILE } from './open-baseline.js';
import { collectRule, type RuleSettings } from './rule-settings.js';

export const FORMATS = ['terminal', 'html', 'issue', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface Output {
  readonly format: Format;
  readonly file: string;
}

/** Options of all commands that judge. */
export interface JudgeOptions {
  readonly format: Format;
  readonly output?: readonly Output[];
  readonly failOn: Severity | 'never';
  readonly rule?: RuleSettings;
  readonly minSpans: number;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly open?: true;
  readonly color: boolean;
  /** `--no-baseline` makes it false. */
  readonly baseline?: string | false;
  readonly updateBaseline?: true;
  /** `--no-shape` makes it false. */
  readonly shape?: string | false;
  readonly updateShape?: true;
  /** `--no-config` makes it false. */
  readonly config?: string | false;
}

export function addJudgeOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how to write the report').choices(FORMATS).default('terminal'))
    .option('--output <format=file>', 'write the report to a file as well (repeatable)', collectOutput)
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this severity on')
        .choices([...SEVERITIES, 'never'])
        .default('error'),
    )
    .option(
      '--rule <id=severity>',
      'set a rule to off, info, warning or error, or an option of a rule: <id>.<option>=<number> (repeatable)',
      collectRule,
    )
    .option('--min-spans <n>', 'exit with 1 if fewer spans were recorded', wholeNumber, 0)
    .option('--open', 'open the HTML report in the browser; without --output html=<file> it is a temporary file')
    .option('--quiet', 'the verdict and the findings only')
    .addOption(
      new Option(
        '--verbose',
        'all findings in full, all evidence and who gave it, the whole set-up, and every rule that could not judge',
      ).conflicts('quiet'),
    )
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded, too)')
    .option(
      '--baseline <file>',
      `findings that are known and do not fail the run (default: ${BASELINE_FILE}, if there is one)`,
      named,
    )
    .option('--no-baseline', 'all findings count')
    .option('--update-baseline', 'write the findings of this run to the baseline; they do not fail the run')
    .option('--shape <file>', 'exit with 1 if the traces look otherwise than this file says', named)
    .option('--no-shape', 'compare with no shape')
    .option('--update-shape', 'write what the traces of this run look like to the file of --shape')
    .option(
      '--config <file>',
      'the config, instead of the nearest otel-ctx-doctor.config.{ts,js,json} or "otel-ctx-doctor" of a package.json, up to the root of the repository; options given here win over it',
      named,
    )
    .option('--no-config', 'read no config');
}

function collectOutput(value: string, before: readonly Output[] = []): Output[] {
  const equals = value.indexOf('=');
  const format = FORMATS.find((one) => one === value.slice(0, equals));
  const file = value.slice(equals + 1);
  if (equals === -1 || !format || file === '') {
    throw new InvalidArgumentError(`Write it as <format>=<file>, with one of: ${FORMATS.join(', ')}.`);
  }
  return [...before, { format, file }];
}

/** A variable of a script that is not set gives an empty name. */
export function named(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('The name is empty.');
  return value;
}

export function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Not a whole number.');
  return Number(value);
}

export function megabytes(value: string): number {
  const number = Number(value);
  if (!(number >= 1) || !Number.isFinite(number))
    throw new InvalidArgumentError('Not a number of megabytes, 1 or more.');
  return number;
}

export function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0) || value.trim() === '') throw new InvalidArgumentError('Not a number of seconds above 0.');
  return number;
}

export function secondsOrNone(value: string): number {
  return value.trim() !== '' && Number(value) === 0 ? 0 : seconds(value);
}
