import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import { RULES } from '../../rules/index.js';
import { styleFor, writeAll } from '../io.js';

/** `explain [rule|scenario]` */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .summary('what a rule says or a scenario shows, why it matters, broken and fixed code')
    .description(
      'Explains a rule: why it matters, broken and fixed code (side by side from 100 columns on), how to configure and how to silence it. Explains a scenario, too. Without a name: lists the rules.',
    )
    .argument('[name]', 'the rule, as reports name it, or the scenario')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded, too)')
    .action(async (name: string | undefined, options: { color: boolean }) => {
      writeAll(1, name === undefined ? list() : await explanation(name, options.color));
    });
}

function list(): string {
  const width = Math.max(...RULES.map((rule) => rule.id.length));
  const lines = RULES.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}`);
  return [...lines, '', 'More: otel-ctx-doctor explain <rule>, or <scenario> (otel-ctx-doctor scenarios)', ''].join(
    '\n',
  );
}

async function explanation(name: string, colour: boolean): Promise<string> {
  const { listScenarios } = await import('../../scenarios/catalogue.js');
  const { scenarioFiles } = await import('../../scenarios/scenario-files.js');
  const scenarios = listScenarios();
  const rule = RULES.find(({ id }) => id === name);
  if (rule) {
    const { explainRule } = await import('../../explain/explain-rule.js');
    const { renderRuleExplanation } = await import('../../report/terminal/explanation/rule-explanation.js');
    const own = scenarios.filter((scenario) => scenario.rule === name).map(scenarioFiles);
    return renderRuleExplanation(explainRule(rule, own), await styleFor(process.stdout, colour));
  }
  const scenario = scenarios.find(({ slug }) => slug === name);
  if (scenario) {
    const { explainScenario } = await import('../../explain/explain-scenario.js');
    const { renderScenarioExplanation } = await import('../../report/terminal/explanation/scenario-explanation.js');
    return renderScenarioExplanation(explainScenario(scenarioFiles(scenario)), await styleFor(process.stdout, colour));
  }
  const { nearNames } = await import('../../near-names.js');
  const near = nearNames(name, [...RULES.map(({ id }) => id), ...scenarios.map(({ slug }) => slug)]);
  throw new UserError(
    `There is no rule or scenario "${name}".`,
    near.length > 0
      ? `Did you mean ${[...new Set(near)].join(', ')}?`
      : 'Without a name, explain lists the rules; otel-ctx-doctor scenarios lists the scenarios.',
  );
}
