import { statSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { isAddress } from '../../clickhouse/address.js';
import { UserError } from '../../errors.js';
import type { Judgement } from '../../runner/judge.js';
import { checkOutputs } from '../check-outputs.js';
import { addJudgeOptions, type JudgeOptions, megabytes } from '../options.js';
import { openGates } from '../open-gates.js';
import { addSelectionOptions, isEverything, type SelectionOptions, selectionOf } from '../selection-options.js';
import { NO_SETTINGS, type RuleSettings } from '../rule-settings.js';
import { withConfig } from '../with-config.js';
import { writeReport } from '../write-report.js';

/** `check <inputs...>` */
export function addCheckCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('check')
    .summary('judge trace files, the traces in a ClickHouse, or a recording that run --keep has left')
    .description(
      'Judges the finished spans of trace files, all of them together: OTLP as JSON or protobuf, Jaeger, Zipkin and Tempo JSON, and what a ConsoleSpanExporter prints, compressed or not. Or judges the traces in a ClickHouse that the OpenTelemetry Collector fills, where they lie: clickhouse://[user:password@]host[:port]/database[?table=otel_traces], clickhouses:// for https; user and password may come from CLICKHOUSE_USER and CLICKHOUSE_PASSWORD. Or judges a recording again: the same report as that of the run, without running the program. As there, the exit code is 3 where the program had failed.',
    )
    .argument(
      '<inputs...>',
      'files, globs, - for standard input; or the address of a ClickHouse; or the folder that was given to run --keep',
    );
  addJudgeOptions(addSelectionOptions(command))
    .option(
      '--max-memory <mb>',
      'about as much memory as may be used for files; spans that are more wait in a temporary file (default: 512)',
      memory,
    )
    .action(async (inputs: readonly string[]) => {
      const options = await withConfig<CheckOptions>(command, 'judging');
      const gates = openGates(options);
      checkOutputs(options, gates, null);
      const judgement = await judged(inputs, options.rule ?? NO_SETTINGS, options);
      setExitCode(await writeReport(judgement, gates, options, process.stdout));
    });
}

/** A recording by itself has all that its run had seen. */
async function judged(inputs: readonly string[], settings: RuleSettings, options: CheckOptions): Promise<Judgement> {
  const [input = ''] = inputs;
  const selection = selectionOf(options);
  if (inputs.some(isAddress)) {
    if (inputs.length > 1)
      throw new UserError(
        'A ClickHouse is judged by itself.',
        'Give its address alone, and files in a command of their own.',
      );
    const { judgeClickHouse } = await import('../../runner/judge-clickhouse.js');
    return judgeClickHouse(input, selection, settings);
  }
  if (!isEverything(selection))
    throw new UserError(
      '--since, --until, --service and --sample choose from a database.',
      'Files are judged whole: leave these options out, or give the address of a ClickHouse.',
    );
  if (inputs.length === 1 && isFolder(input)) {
    const { judgeKept } = await import('../../runner/judge-kept.js');
    return judgeKept(input, settings);
  }
  const { judgeFiles } = await import('../../runner/judge-files.js');
  const { startFilesLine } = await import('../files-line.js');
  const line = startFilesLine(options);
  const { maxMemory } = options;
  try {
    return await judgeFiles(inputs, settings, {
      progress: (progress) => line.show(progress),
      ...(maxMemory === undefined ? {} : { maxMemoryMb: maxMemory }),
    });
  } finally {
    line.end();
  }
}

interface CheckOptions extends JudgeOptions, SelectionOptions {
  readonly maxMemory?: number;
}

/** Less than this is taken by Node and two threads alone. */
const LEAST_MEMORY_MB = 440;

function memory(value: string): number {
  const number = megabytes(value);
  if (number < LEAST_MEMORY_MB) throw new InvalidArgumentError(`It cannot do with less than ${LEAST_MEMORY_MB} MB.`);
  return number;
}

function isFolder(input: string): boolean {
  return statSync(input, { throwIfNoEntry: false })?.isDirectory() === true;
}
