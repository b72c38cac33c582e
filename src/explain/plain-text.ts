import { capitalised } from './capitalised.js';
import { diffLines } from './diff-lines.js';
import type { RuleExplanation, ScenarioExplanation } from './explanation.js';

/** What a rule's page says, for where there is no Markdown: SARIF's `help.text`. Paragraphs of one line, code indented. */
export function rulePlainText(rule: RuleExplanation): string {
  const { severity, title, why, limits } = rule;
  return [
    `${capitalised(title)}. Severity: ${severity}.`,
    why,
    ...limits,
    ...example(rule.example),
    ...scenarios(rule),
    ...options(rule),
    ...rule.settings.flatMap(({ text, code }) => [text, indented([code])]),
  ].join('\n\n');
}

function example(scenario: ScenarioExplanation | null): string[] {
  if (scenario === null) return [];
  const { slug, title, what, changes, parts } = scenario;
  return [
    `Example (${slug}): ${title}.`,
    what,
    ...changes.map((change) => indented(diffLines(change))),
    ...parts.map(({ name, text }) => `${name}: ${text}`),
  ];
}

function scenarios({ scenarios: all, example: told }: RuleExplanation): string[] {
  const others = all.filter(({ slug }) => slug !== told?.slug).map(({ slug, title }) => `${slug}: ${title}`);
  return others.length === 0 ? [] : ['More scenarios:', indented(others)];
}

function options({ id, options: all }: RuleExplanation): string[] {
  return all.map(
    ({ name, default: usual, unit, reason }) =>
      `Option --rule ${id}.${name}=${usual} (${unit}, the default): ${reason}`,
  );
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`.trimEnd()).join('\n');
}
