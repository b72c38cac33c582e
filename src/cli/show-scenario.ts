import { basename } from 'node:path';
import { renderTerminal } from '../report/terminal/terminal.js';
import { programsOf, type Scenario, type Variant } from '../scenarios/catalogue.js';
import { runScenario } from '../scenarios/run-scenario.js';
import { styleFor, writeAll } from './io.js';

/** Runs a scenario broken and then fixed, each with its report below what it prints. */
export async function showScenario(scenario: Scenario): Promise<void> {
  const { slug, title, rule } = scenario;
  const style = await styleFor(process.stdout, true);
  writeAll(1, `\n${title}.\n`);
  const variants: readonly Variant[] = rule === null ? ['fixed'] : ['broken', 'fixed'];
  for (const variant of variants) {
    const program = basename(programsOf(scenario, variant)[0] ?? '');
    writeAll(1, `\n${style.heading(`${slug}/${program}`)}\n`);
    const { report } = await runScenario(scenario, variant, 'stdout');
    writeAll(1, `\n${renderTerminal(report, style)}`);
  }
  const more = [
    `what it is about:  otel-ctx-doctor explain ${slug}`,
    `a copy to change:  otel-ctx-doctor scenarios copy ${slug} ${slug}`,
  ];
  writeAll(1, `\n${more.map(style.dim).join('\n')}\n`);
}
