import { statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Judgement } from '../../runner/judge.js';
import { checkOutputs } from '../check-outputs.js';
import { addJudgeOptions, type JudgeOptions } from '../options.js';
import { openGates } from '../open-gates.js';
import { NO_SETTINGS, type RuleSettings } from '../rule-settings.js';
import { withConfig } from '../with-config.js';
import { writeReport } from '../write-report.js';

/** `check <inputs...>` */
export function addCheckCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('check')
    .summary('judge trace files, or a recording that run --keep has left')
    .description(
      'Judges the finished spans of trace files, all of them together: OTLP as JSON or protobuf, Jaeger, Zipkin and Tempo JSON, and what a ConsoleSpanExporter prints, compressed or not. Or judges a recording again: the same report as that of the run, without running the program. As there, the exit code is 3 where the program had failed.',
    )
    .argument('<inputs...>', 'files, globs, - for standard input; or the folder that was given to run --keep');
  addJudgeOptions(command).action(async (inputs: readonly string[]) => {
    const options = await withConfig<JudgeOptions>(command, 'judging');
    const gates = openGates(options);
    checkOutputs(options, gates, null);
    const judgement = await judged(inputs, options.rule ?? NO_SETTINGS);
    setExitCode(await writeReport(judgement, gates, options, process.stdout));
  });
}

/** A recording by itself has all that its run had seen. */
async function judged(inputs: readonly string[], settings: RuleSettings): Promise<Judgement> {
  const [input = ''] = inputs;
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
