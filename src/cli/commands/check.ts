import type { Command } from 'commander';
import { checkOutputs } from '../check-outputs.js';
import { addJudgeOptions, type JudgeOptions } from '../options.js';
import { openGates } from '../open-gates.js';
import { NO_SETTINGS } from '../rule-settings.js';
import { withConfig } from '../with-config.js';
import { writeReport } from '../write-report.js';

/** `check <folder>` */
export function addCheckCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('check')
    .summary('judge a recording again that run --keep has left')
    .description(
      'Judges a recording again: the same report as that of the run, without running the program. As there, the exit code is 3 where the program had failed.',
    )
    .argument('<folder>', 'the folder that was given to run --keep');
  addJudgeOptions(command).action(async (folder: string) => {
    const options = await withConfig<JudgeOptions>(command, 'judging');
    const gates = openGates(options);
    checkOutputs(options, gates, null);
    const { judgeKept } = await import('../../runner/judge-kept.js');
    setExitCode(await writeReport(judgeKept(folder, options.rule ?? NO_SETTINGS), gates, options, process.stdout));
  });
}
