import { type Command, Option } from 'commander';
import type { RunRequest } from '../../runner/run-and-judge.js';
import { checkWritable } from '../io.js';
import { addJudgeOptions, type JudgeOptions, megabytes, seconds } from '../options.js';
import { rendererFor, writeReport } from '../write-report.js';

interface RunOptions extends JudgeOptions {
  readonly timeout?: number;
  readonly evidence: 'full' | 'light' | 'off';
  readonly maxRecording: number;
  readonly keep?: string;
  readonly attributes?: true;
}

/** `run <entry> [args...]` */
export function addRunCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('run')
    .summary('run a program under the recorder and say where its trace context was lost')
    .description(
      'Runs a TypeScript or JavaScript program in a Node of the same version, records its spans, and reports on stderr where trace context was lost. The program keeps its own input, output, arguments and exit behaviour.',
    )
    .usage('[options] <entry> [args...]\n       otel-ctx-doctor run [options] -- <command...>')
    .argument('<entry>', 'the file that you would run with node or tsx; or, behind "--", a command that starts Node')
    .argument('[args...]', "the program's own arguments")
    .option('--timeout <seconds>', 'stop the program after this time (exit code 3)', seconds)
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
      2048,
    )
    .option('--keep <dir>', 'keep the recording in a new or empty folder, for otel-ctx-doctor check')
    .option('--attributes', 'record the values of attributes, too (by default no values are recorded)')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES);
  addJudgeOptions(command).action(async (entry: string, args: string[], options: RunOptions) => {
    setExitCode(await run({ entry, args, isCommand: standsBehindDashes([entry, ...args]) }, options));
  });
}

/** `--` before the first operand says that a command follows. */
function standsBehindDashes(operands: readonly string[]): boolean {
  return process.argv.at(-operands.length - 1) === '--';
}

const EXAMPLES = `
Options of the doctor's stand before the entry; what follows it is the program's.
Exit codes: 0 healthy, 1 findings, 2 the doctor could not do its job,
3 the program failed. Ctrl-C stops the program, and is no failure.

Examples:
  $ otel-ctx-doctor run app.ts
  $ otel-ctx-doctor run --timeout 30 src/server.ts --port 0
  $ otel-ctx-doctor run -- npm start
  $ otel-ctx-doctor run -- npx vitest run
  $ otel-ctx-doctor run --min-spans 1 app.ts          in CI: no spans, no pass
  $ otel-ctx-doctor run --format json app.ts > report.json`;

async function run(program: Pick<RunRequest, 'entry' | 'args' | 'isCommand'>, options: RunOptions): Promise<number> {
  for (const { file } of options.output ?? []) checkWritable(file);
  const { runAndJudge } = await import('../../runner/run-and-judge.js');
  const machine = options.format !== 'terminal';
  const running = runAndJudge({
    ...program,
    // A machine format has our stdout to itself.
    stdio: ['inherit', machine ? 2 : 'inherit', 'inherit'],
    timeout: options.timeout ?? null,
    severities: options.rule ?? new Map(),
    evidence: options.evidence,
    maxRecordingMb: options.maxRecording,
    keep: options.keep ?? null,
    attributes: options.attributes === true,
  });
  // What will be needed is loaded while the program runs.
  const [judgement] = await Promise.all([running, rendererFor(options.format)]);
  return writeReport(judgement, options, process.stderr);
}
