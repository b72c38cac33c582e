import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import { programFailed } from '../../report/program-failed.js';
import type { Report } from '../../report/report.js';
import type { Style } from '../../report/style.js';
import { howItEnded } from '../../report/terminal/how-it-ended.js';
import type { RunRequest } from '../../runner/run-and-judge.js';
import { EXIT, exitCode } from '../exit-code.js';
import { checkWritable, plainStyle, styleFor, writeAll, writeReportFile } from '../io.js';
import { startLiveLine } from '../live-line.js';
import type { Format } from '../options.js';
import { addRunOptions, planOf, type RunOptions } from './run-options.js';

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
    .passThroughOptions()
    .addHelpText('after', EXAMPLES);
  addRunOptions(command).action(async (entry: string, args: string[], options: RunOptions) => {
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
  $ otel-ctx-doctor run --ready 3000 --drive "npx autocannon localhost:3000" server.ts
  $ otel-ctx-doctor run --ready "listening" --duration 60 -- npm start
  $ otel-ctx-doctor run -- npx vitest run
  $ otel-ctx-doctor run --min-spans 1 app.ts          in CI: no spans, no pass
  $ otel-ctx-doctor run --format json app.ts > report.json`;

type Renderer = (report: Report, style: Style, quiet: boolean) => string;

const RENDERERS: Readonly<Record<Format, () => Promise<Renderer>>> = {
  json: async () => (await import('../../report/json.js')).renderJson,
  terminal: async () => (await import('../../report/terminal/terminal.js')).renderTerminal,
};

type Program = Pick<RunRequest, 'entry' | 'args' | 'isCommand'>;

async function run(program: Program, options: RunOptions): Promise<number> {
  const plan = planOf(options);
  if (program.isCommand && options.nodeArg !== undefined) {
    throw new UserError(
      '--node-arg is for a file that this Node runs.',
      'A command has options of its own: run -- node --inspect app.js. Or put them into NODE_OPTIONS.',
    );
  }
  for (const { file } of options.output ?? []) checkWritable(file);
  const { runAndJudge } = await import('../../runner/run-and-judge.js');
  const machine = options.format !== 'terminal';
  const liveLine = startLiveLine(options);
  const running = runAndJudge({
    ...program,
    nodeArgs: options.nodeArg ?? [],
    // A machine format has our stdout to itself.
    output: machine ? 'stderr' : 'stdout',
    plan,
    onProgress: liveLine?.show ?? null,
    severities: options.rule ?? new Map(),
    evidence: options.evidence,
    instrument: options.instrument,
    noExport: !options.export,
  });
  // What will be needed is loaded while the program runs.
  const [{ report, failures }, render] = await Promise.all([
    running.finally(liveLine?.end),
    RENDERERS[options.format](),
  ]);
  if (nodeDidNotStart(report, options)) {
    writeAll(2, `otel-ctx-doctor: Node did not start with ${options.nodeArg?.join(' ')}\n`);
    return EXIT.ourFailure;
  }
  for (const failure of failures)
    writeAll(2, `otel-ctx-doctor: the recorder switched itself off. This is our bug.\n${failure}\n`);
  const trouble = machine ? whatWentWrong(report) : null;
  if (trouble !== null) writeAll(2, `otel-ctx-doctor: ${trouble}\n`);
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

/** https://nodejs.org/api/process.html#exit-codes: an option that Node does not know, or a file for it that is not there. */
const INVALID_ARGUMENT = 9;

/** Node has said why, and there is nothing to report. */
function nodeDidNotStart({ outcome, runtime }: Report, { nodeArg }: RunOptions): boolean {
  return nodeArg !== undefined && outcome.exitCode === INVALID_ARGUMENT && runtime.processes === 0;
}

/** What went not as planned. The program itself says why it failed. */
function whatWentWrong({ outcome, input }: Report): string | null {
  const planned = outcome.ready === null && outcome.drive === null && !outcome.timedOut;
  const end = planned || !programFailed(outcome) ? null : howItEnded(outcome);
  return end === null ? null : `${input.entry} ${end}`;
}
