import { type Command, Option } from 'commander';
import { UserError } from '../../errors.js';
import { styleFor, writeAll } from '../io.js';

const FORMATS = ['terminal', 'json'] as const;

interface RunOptions {
  readonly fixed?: true;
  readonly all?: true;
  readonly format: (typeof FORMATS)[number];
  readonly color: boolean;
}

/** `scenarios [slug]`, `scenarios list|run|copy`. */
export function addScenariosCommand(program: Command, setExitCode: (code: number) => void): void {
  const scenarios = program
    .command('scenarios')
    .summary('bundled programs that lose their context, and the same put right')
    .description(
      'Bundled programs: each loses its trace context in one way, or looks suspicious and is right (control-*).',
    );

  scenarios
    .command('pick', { isDefault: true })
    .description('see a scenario, broken and then fixed: the one that you pick in a terminal; elsewhere: list them')
    .argument('[slug]', 'the scenario, not to be asked')
    .action(async (slug: string | undefined) => {
      if (slug !== undefined) return show(slug);
      if (!isTerminal()) return list();
      const { pickScenario } = await import('../pick-scenario.js');
      await pickScenario();
    });

  scenarios.command('list').description('list the scenarios').action(list);

  scenarios
    .command('run')
    .description('run a scenario under the recorder, or check them all')
    .argument('[slug]', 'the scenario')
    .option('--fixed', 'the program put right instead of the broken one')
    .option('--all', 'run every scenario, broken and fixed, and compare with what is expected')
    .addOption(new Option('--format <format>', 'how to write the report').choices(FORMATS).default('terminal'))
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded, too)')
    .action(async (slug: string | undefined, options: RunOptions) => {
      if (options.all && (slug || options.fixed)) {
        throw new UserError('--all runs everything there is.', 'Leave out the scenario and --fixed, or --all.');
      }
      if (options.all) setExitCode(await runAll(options));
      else if (slug) setExitCode(await runOne(slug, options));
      else throw new UserError('Which scenario?', 'Name one (see otel-ctx-doctor scenarios list), or use --all.');
    });

  scenarios
    .command('copy')
    .description('copy a scenario into a folder of yours, to change and run it')
    .argument('<slug>', 'the scenario')
    .argument('<dir>', 'a folder that is not there yet, or is empty')
    .action(copy);
}

/** People can be asked there. */
function isTerminal(): boolean {
  const { stdin, stdout, env } = process;
  return stdin.isTTY === true && stdout.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}

async function list(): Promise<void> {
  const { listScenarios } = await import('../../scenarios/catalogue.js');
  const { scenarioList } = await import('../../scenarios/scenario-list.js');
  writeAll(1, scenarioList(listScenarios()));
}

async function show(slug: string): Promise<void> {
  const { findScenario } = await import('../../scenarios/catalogue.js');
  const { showScenario } = await import('../show-scenario.js');
  await showScenario(findScenario(slug));
}

async function runOne(slug: string, { fixed, format, color }: RunOptions): Promise<number> {
  const { findScenario } = await import('../../scenarios/catalogue.js');
  const { runScenario } = await import('../../scenarios/run-scenario.js');
  const { renderTerminal } = await import('../../report/terminal/terminal.js');
  const { renderJson } = await import('../../report/json.js');
  const { verdict } = await import('../verdict.js');
  const output = format === 'terminal' ? 'stdout' : 'stderr';
  const { report: judged, failures } = await runScenario(findScenario(slug), fixed ? 'fixed' : 'broken', output);
  const options = { failOn: 'error', minSpans: 0, recorderFailed: failures.length > 0 } as const;
  const report = { ...judged, verdict: verdict(judged, options) };
  if (format === 'json') writeAll(1, renderJson(report));
  else writeAll(1, `\n${renderTerminal(report, await styleFor(process.stdout, color))}`);
  return report.verdict.exitCode;
}

async function runAll({ format, color }: RunOptions): Promise<number> {
  const { listScenarios } = await import('../../scenarios/catalogue.js');
  const { checkAll } = await import('../../scenarios/check-all.js');
  const { checksJson } = await import('../../scenarios/checks-json.js');
  const { scenarioTable } = await import('../../scenarios/scenario-table.js');
  const { verdictOf } = await import('../../scenarios/verdict-of.js');
  const { startCheckLine } = await import('../check-line.js');
  const start = performance.now();
  const line = startCheckLine();
  const checks = await checkAll(listScenarios(), line.show).finally(line.end);
  const durationMs = performance.now() - start;
  const report = format === 'json' ? checksJson(checks, durationMs, process.versions.node) : null;
  writeAll(1, report ?? scenarioTable(checks, durationMs, await styleFor(process.stdout, color)));
  return checks.some((check) => verdictOf(check) === 'no') ? 1 : 0;
}

async function copy(slug: string, folder: string): Promise<void> {
  const { findScenario } = await import('../../scenarios/catalogue.js');
  const { copyScenario } = await import('../../scenarios/copy-scenario.js');
  const { copiedText } = await import('../../scenarios/copied-text.js');
  const { resolve } = await import('node:path');
  writeAll(1, copiedText(slug, folder, copyScenario(findScenario(slug), resolve(folder))));
}
