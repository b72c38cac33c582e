import { capitalised } from './capitalised.js';
import { diffLines } from './diff-lines.js';
import type { RuleExplanation, ScenarioExplanation } from './explanation.js';

export interface LinkStyle {
  /** Where a scenario's folder lies, seen from the page. */
  scenario(slug: string): string;
}

/** The page of a rule. `links`: `null` where there is nothing to link to, as in a report. */
export function ruleMarkdown(rule: RuleExplanation, links: LinkStyle | null): string {
  const { id, severity, title, why, limits } = rule;
  return paragraphs([
    `# ${id}`,
    `${capitalised(title)}. Severity: ${severity}.`,
    why,
    ...limits,
    ...example(rule, links),
    ...scenarios(rule, links),
    ...options(rule),
    ...settings(rule),
  ]);
}

function example({ example: scenario }: RuleExplanation, links: LinkStyle | null): string[] {
  if (scenario === null) return [];
  return [`## Example: ${linked(scenario.slug, links)}`, `${scenario.title}.`, ...scenarioParts(scenario)];
}

function scenarioParts({ what, changes, parts, commands }: ScenarioExplanation): string[] {
  return [
    what,
    ...changes.map((change) => fenced('diff', diffLines(change))),
    ...parts.map(({ name, text }) => `**${name}.** ${text}`),
    fenced('sh', commands),
  ];
}

function scenarios({ scenarios: all, example: told }: RuleExplanation, links: LinkStyle | null): string[] {
  const others = all.filter(({ slug }) => slug !== told?.slug);
  if (others.length === 0) return [];
  const rows = others.map(
    ({ slug, mechanism, title }) => `| ${linked(slug, links)} | \`${mechanism}\` | ${cell(title)} |`,
  );
  return ['## More scenarios', ['| scenario | mechanism | shows |', '|---|---|---|', ...rows].join('\n')];
}

function options({ id, options: all }: RuleExplanation): string[] {
  if (all.length === 0) return [];
  const rows = all.map(
    ({ name, default: usual, unit, reason }) =>
      `| \`--rule ${id}.${name}=<number>\` | ${usual} | ${unit} | ${cell(reason)} |`,
  );
  return ['## Options', ['| option | default | unit | why that |', '|---|---|---|---|', ...rows].join('\n')];
}

function settings({ settings: all }: RuleExplanation): string[] {
  return ['## Silence or configure it', ...all.flatMap(({ text, code, language }) => [text, fenced(language, [code])])];
}

function linked(slug: string, links: LinkStyle | null): string {
  return links === null ? `\`${slug}\`` : `[\`${slug}\`](${links.scenario(slug)})`;
}

function fenced(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
