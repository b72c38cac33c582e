import { type Command, Option } from 'commander';
import type { Report } from '../../report/report.js';
import type { Style } from '../../report/style.js';
import type { RunRequest } from '../../runner/run-and-judge.js';
import { exitCode } from '../exit-code.js';
import { checkWritable, plainStyle, styleFor, writeAll, writeReportFile } from '../io.js';
import { addJudgeOptions, type Format, type JudgeOptions, seconds } from '../options.js';

interface RunOptions extends JudgeOptions {
  readonly timeout?: number;
  readonly evidence: 'full' | 'light' | 'off';
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

type Renderer = (report: Report, style: Style, quiet: boolean) => string;

const RENDERERS: Readonly<Record<Format, () => Promise<Renderer>>> = {
  json: async () => (await import('../../report/json.js')).renderJson,
  terminal: async () => (await import('../../report/terminal/terminal.js')).renderTerminal,
};

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
  });
  // What will be needed is loaded while the program runs.
  const [{ report, failures }, render] = await Promise.all([running, RENDERERS[options.format]()]);
  for (const failure of failures)
    writeAll(2, `otel-ctx-doctor: the recorder switched itself off. This is our bug.\n${failure}\n`);
  if (machine) writeAll(1, render(report, await plainStyle(), false));
  else writeAll(2, `\n${render(report, await styleFor(process.stderr, options.color), options.quiet === true)}`);
  for (const { format, file } of options.output ?? []) {
    writeReportFile(file, (await RENDERERS[format]())(report, await plainStyle(), false));
  }
  if (report.summary.spans < options.minSpans) {
    writeAll(
      2,
      `otel-ctx-doctor: ${report.summary.spans} spans recorded, fewer than --min-spans ${options.minSpans}\n`,
    );
  }
  return exitCode(report, { failOn: options.failOn, minSpans: options.minSpans, recorderFailed: failures.length > 0 });
}
