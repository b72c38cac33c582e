import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../errors.js';
import { GRACE_SECONDS, type Plan, READY_SECONDS } from '../../runner/plan.js';
import { DEFAULT_MAX_RECORDING_MB } from '../../runner/max-recording.js';
import { type Readiness, readinessOf } from '../../runner/readiness.js';
import { addJudgeOptions, type JudgeOptions, megabytes, named, seconds, secondsOrNone } from '../options.js';

export interface RunOptions extends JudgeOptions {
  readonly timeout?: number;
  readonly duration?: number;
  readonly ready?: Readiness;
  readonly readyTimeout: number;
  readonly drive?: string;
  readonly grace: number;
  readonly nodeArg?: readonly string[];
  readonly evidence: 'full' | 'light' | 'off';
  readonly maxRecording: number;
  readonly keep?: string;
  readonly attributes?: true;
  readonly instrument: 'auto' | 'none';
  /** `--no-export` makes it false. */
  readonly export: boolean;
}

export function addRunOptions(command: Command): Command {
  command
    .option('--timeout <seconds>', 'stop the program after this time (exit code 3)', seconds)
    .option(
      '--duration <seconds>',
      'stop the program after this time, counted from when it is ready; no failure',
      seconds,
    )
    .option(
      '--ready <port|url|pattern>',
      'wait until the program accepts connections (3000, localhost:3000), answers (http://localhost:3000/health), or prints a line that matches a regular expression; for that its output goes through a pipe, and is no terminal to it',
      readiness,
    )
    .option(
      '--ready-timeout <seconds>',
      'stop the program if it is not ready by then (exit code 3)',
      seconds,
      READY_SECONDS,
    )
    .option(
      '--drive <command>',
      'when the program is ready, run this shell command against it, and then stop the program; exit code 3 if the command fails',
    )
    .option(
      '--grace <seconds>',
      'how long a program that is to stop may take between SIGTERM and SIGKILL',
      secondsOrNone,
      GRACE_SECONDS,
    )
    .option(
      '--node-arg <option>',
      "an option of Node's for the entry, as in --node-arg=--inspect (repeatable)",
      collect,
    )
    .addOption(
      new Option(
        '--evidence <level>',
        "how much to watch: light leaves dependencies' code alone, off records spans only",
      )
        .choices(['full', 'light', 'off'])
        .default('full'),
    )
    .option(
      '--max-recording <MB>',
      'disk space for the recording: beyond it, healthy traces are dropped',
      megabytes,
      DEFAULT_MAX_RECORDING_MB,
    )
    .option('--keep <dir>', 'keep the recording in a new or empty folder, for otel-ctx-doctor check', named)
    .option('--attributes', 'record the values of attributes, too (by default no values are recorded)')
    .addOption(
      new Option(
        '--instrument <which>',
        'for a program that sets up no instrumentation: auto enables the OpenTelemetry instrumentation packages that are installed in its tree',
      )
        .choices(['auto', 'none'])
        .default('none'),
    )
    .option(
      '--no-export',
      "the app's span exporters send nothing, and say that they have (those of metrics and logs go on)",
    );
  return addJudgeOptions(command);
}

function readiness(value: string): Readiness {
  try {
    return readinessOf(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** What is to be done with the program. Throws where options do not go together. */
export function planOf(options: RunOptions): Plan {
  const { timeout, duration, grace, ready, readyTimeout, drive } = options;
  if (drive !== undefined && ready === undefined) {
    throw new UserError(
      '--drive needs --ready: nobody knows when the program can be driven.',
      'Say how one can tell: --ready 3000, --ready http://localhost:3000/health, or --ready "listening on".',
    );
  }
  return {
    timeout: timeout ?? null,
    duration: duration ?? null,
    grace,
    ready: ready ?? null,
    readyTimeout,
    drive: drive ?? null,
  };
}
