import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import { styleFor, writeAll } from '../io.js';

/** `scenarios [list|run]` */
export function addScenariosCommand(program: Command, setExitCode: (code: number) => void): void {
  const scenarios = program
    .command('scenarios')
    .summary('bundled programs that lose their context, and the same put right')
    .description(
      'Bundled programs: each loses its trace context in one way, or looks suspicious and is right (control-*).',
    );

  scenarios
    .command('list', { isDefault: true })
    .description('list the scenarios')
    .action(async () => {
      const { listScenarios } = await import('../../scenarios/catalogue.js');
      const { scenarioList } = await import('../../scenarios/scenario-list.js');
      writeAll(1, scenarioList(listScenarios()));
    });

  scenarios
    .command('run')
    .description('run a scenario under the recorder, or check them all')
    .argument('[slug]', 'the scenario')
    .option('--fixed', 'the program put right instead of the broken one')
    .option('--all', 'run every scenario, broken and fixed, and compare with what is expected')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded, too)')
    .action(async (slug: string | undefined, options: { fixed?: true; all?: true; color: boolean }) => {
      if (options.all && (slug || options.fixed)) {
        throw new UserError('--all runs everything there is.', 'Leave out the scenario and --fixed, or --all.');
      }
      if (options.all) setExitCode(await runAll(options.color));
      else if (slug) setExitCode(await runOne(slug, options.fixed === true, options.color));
      else throw new UserError('Which scenario?', 'Name one (see otel-ctx-doctor scenarios list), or use --all.');
    });
}

async function runOne(slug: string, fixed: boolean, colour: boolean): Promise<number> {
  const { findScenario } = await import('../../scenarios/catalogue.js');
  const { runScenario } = await import('../../scenarios/run-scenario.js');
  const { renderTerminal } = await import('../../report/terminal/terminal.js');
  const { verdict } = await import('../verdict.js');
  const { report, failures } = await runScenario(findScenario(slug), fixed ? 'fixed' : 'broken', 'stdout');
  writeAll(1, `\n${renderTerminal(report, await styleFor(process.stdout, colour))}`);
  return verdict(report, { failOn: 'error', minSpans: 0, recorderFailed: failures.length > 0 }).exitCode;
}

async function runAll(colour: boolean): Promise<number> {
  const { listScenarios } = await import('../../scenarios/catalogue.js');
  const { checkAll } = await import('../../scenarios/check-all.js');
  const { scenarioTable } = await import('../../scenarios/scenario-table.js');
  const style = await styleFor(process.stdout, colour);
  const progress = process.stderr.isTTY ? (line: string) => writeAll(2, `${line}\n`) : () => {};
  const checks = await checkAll(listScenarios(), progress);
  writeAll(1, scenarioTable(checks, style));
  return checks.every((check) => check.agrees) ? 0 : 1;
}
