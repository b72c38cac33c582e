import type { Command } from 'commander';
import type { Report } from '../../report/report.js';
import { exitCode } from '../exit-code.js';
import { styleFor, writeAll, writeReportFile } from '../io.js';
import { addJudgeOptions, type Format, type JudgeOptions, seconds } from '../options.js';

interface RunOptions extends JudgeOptions {
  readonly timeout?: number;
}

/** `run <entry> [args...]` */
export function addRunCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('run')
    .summary('run a program under the recorder and say where its trace context was lost')
    .description(
      'Runs a TypeScript or JavaScript program in a Node of the same version, records its spans, and reports on stderr\nwhere trace context was lost. The program keeps its own input, output, arguments and exit behaviour.',
    )
    .argument('<entry>', 'the file that you would run with node or tsx')
    .argument('[args...]', "the program's own arguments")
    .option('--timeout <seconds>', 'stop the program after this time (exit code 3)', seconds)
    .passThroughOptions()
    .addHelpText('after', EXAMPLES);
  addJudgeOptions(command).action(async (entry: string, args: string[], options: RunOptions) => {
    setExitCode(await run(entry, args, options));
  });
}

const EXAMPLES = `
Exit codes: 0 healthy, 1 findings, 2 the doctor could not do its job, 3 the program failed.

Examples:
  $ otel-ctx-doctor run app.ts
  $ otel-ctx-doctor run --timeout 30 src/server.ts --port 0
  $ otel-ctx-doctor run --format json app.ts > report.json`;

async function run(entry: string, args: string[], options: RunOptions): Promise<number> {
  const { runAndJudge } = await import('../../runner/run-and-judge.js');
  const machine = options.format !== 'terminal';
  const { report, failures } = await runAndJudge({
    entry,
    args,
    // A machine format has our stdout to itself.
    stdio: ['inherit', machine ? 2 : 'inherit', 'inherit'],
    timeout: options.timeout ?? null,
    severities: options.rule,
  });
  for (const failure of failures)
    writeAll(2, `otel-ctx-doctor: the recorder switched itself off. This is our bug.\n${failure}\n`);
  const stream = machine ? process.stdout : process.stderr;
  writeAll(machine ? 1 : 2, await render(report, options.format, stream, options));
  for (const { format, file } of options.output) writeReportFile(file, await renderForFile(report, format));
  return exitCode(report, { failOn: options.failOn, minSpans: options.minSpans, recorderFailed: failures.length > 0 });
}

async function render(
  report: Report,
  format: Format,
  stream: NodeJS.WriteStream,
  options: JudgeOptions,
): Promise<string> {
  if (format === 'json') return (await import('../../report/json.js')).renderJson(report);
  const { renderTerminal } = await import('../../report/terminal/terminal.js');
  return `\n${renderTerminal(report, styleFor(stream, options.color), options.quiet === true)}`;
}

async function renderForFile(report: Report, format: Format): Promise<string> {
  if (format === 'json') return (await import('../../report/json.js')).renderJson(report);
  const { renderTerminal } = await import('../../report/terminal/terminal.js');
  const { makeStyle } = await import('../../report/style.js');
  return renderTerminal(report, makeStyle({ colour: false, unicode: true, columns: 100 }));
}
