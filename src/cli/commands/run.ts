import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import { programFailed } from '../../report/program-failed.js';
import type { Report } from '../../report/report.js';
import { howItEnded } from '../../report/text/how-it-ended.js';
import type { RunRequest } from '../../runner/run-and-judge.js';
import { checkOutputs } from '../check-outputs.js';
import { EXIT } from '../exit-code.js';
import { writeAll } from '../io.js';
import { startLiveLine } from '../live-line.js';
import { openGates } from '../open-gates.js';
import { NO_SETTINGS } from '../rule-settings.js';
import { withConfig } from '../with-config.js';
import { rendererFor, writeReport } from '../write-report.js';
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
    .argument('[entry]', 'the file that you would run with node or tsx; or, behind "--", a command that starts Node')
    .argument('[args...]', "the program's own arguments")
    .passThroughOptions()
    .addHelpText('after', EXAMPLES);
  addRunOptions(command).action(async (entry: string | undefined, args: string[]) => {
    if (entry === undefined || entry.trim() === '') throw nothingToRun(entry);
    const isCommand = standsBehindDashes([entry, ...args]);
    const options = await withConfig<RunOptions>(command, isCommand ? 'running a command' : 'running a file');
    setExitCode(await run({ entry, args, isCommand }, options));
  });
}

/** `entry`: a name that is none, as a variable of a script gives it that is not set. */
function nothingToRun(entry: string | undefined): UserError {
  const what = process.argv.at(-1) === '--' ? 'There is no command behind --.' : 'There is nothing to run.';
  return new UserError(
    entry === undefined ? what : 'The name of what is to be run is empty.',
    'Give the file that you would run with node or tsx (run app.ts), or a command that starts Node behind -- (run -- npm start).',
  );
}

/** `--` before the first operand says that a command follows. */
function standsBehindDashes(operands: readonly string[]): boolean {
  return process.argv.at(-operands.length - 1) === '--';
}

const EXAMPLES = `
Options of the doctor's stand before the entry; what follows it is the program's.
Exit codes: 0 healthy, 1 findings (or too few spans, or another shape),
2 the doctor could not do its job, 3 the program failed. Ctrl-C stops the program, and is no failure.

Examples:
  $ otel-ctx-doctor run app.ts
  $ otel-ctx-doctor run --timeout 30 src/server.ts --port 0
  $ otel-ctx-doctor run --ready 3000 --drive "npx autocannon localhost:3000" server.ts
  $ otel-ctx-doctor run --ready "listening" --duration 60 -- npm start
  $ otel-ctx-doctor run -- npx vitest run
  $ otel-ctx-doctor run --min-spans 1 app.ts          in CI: no spans, no pass
  $ otel-ctx-doctor run --format json app.ts > report.json`;

type Program = Pick<RunRequest, 'entry' | 'args' | 'isCommand'>;

async function run(program: Program, options: RunOptions): Promise<number> {
  const plan = planOf(options);
  if (program.isCommand && options.nodeArg !== undefined) {
    throw new UserError(
      '--node-arg is for a file that this Node runs.',
      'A command has options of its own: run -- node --inspect app.js. Or put them into NODE_OPTIONS.',
    );
  }
  const gates = openGates(options);
  checkOutputs(options, gates, program.isCommand ? null : program.entry);
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
    ...(options.rule ?? NO_SETTINGS),
    known: gates.baseline?.known?.findings.map(({ fingerprint }) => fingerprint) ?? [],
    evidence: options.evidence,
    maxRecordingMb: options.maxRecording,
    keep: options.keep ?? null,
    attributes: options.attributes === true,
    instrument: options.instrument,
    noExport: !options.export,
  });
  // What will be needed is loaded while the program runs.
  const [judgement] = await Promise.all([running.finally(liveLine?.end), rendererFor(options.format)]);
  const { report } = judgement;
  if (nodeDidNotStart(report, options)) {
    writeAll(2, `otel-ctx-doctor: Node did not start with ${options.nodeArg?.join(' ')}\n`);
    return EXIT.ourFailure;
  }
  const trouble = machine ? whatWentWrong(report) : null;
  if (trouble !== null) writeAll(2, `otel-ctx-doctor: ${trouble}\n`);
  return writeReport(judgement, gates, options, process.stderr);
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
