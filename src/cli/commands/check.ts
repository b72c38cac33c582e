import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { isAddress } from '../../clickhouse/address.js';
import type { Selection } from '../../clickhouse/selection.js';
import { UserError } from '../../errors.js';
import type { Judgement } from '../../runner/judge.js';
import { checkOutputs } from '../check-outputs.js';
import { addJudgeOptions, type JudgeOptions } from '../options.js';
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
  addJudgeOptions(addSelectionOptions(command)).action(async (inputs: readonly string[]) => {
    const options = await withConfig<JudgeOptions & SelectionOptions>(command, 'judging');
    const gates = openGates(options);
    checkOutputs(options, gates, null);
    const judgement = await judged(inputs, selectionOf(options), options.rule ?? NO_SETTINGS);
    setExitCode(await writeReport(judgement, gates, options, process.stdout));
  });
}

/** A recording by itself has all that its run had seen. */
async function judged(inputs: readonly string[], selection: Selection, settings: RuleSettings): Promise<Judgement> {
  const [input = ''] = inputs;
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
  return judgeFiles(inputs, settings);
}

function isFolder(input: string): boolean {
  return statSync(input, { throwIfNoEntry: false })?.isDirectory() === true;
}
