// Writes docs/rules/ and docs/scenarios.md. Run by `npm run docs`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainRule } from '../src/explain/explain-rule.js';
import { ruleMarkdown } from '../src/explain/markdown.js';
import { RULES } from '../src/rules/index.js';
import { listScenarios, type Scenario } from '../src/scenarios/catalogue.js';
import { scenarioFiles } from '../src/scenarios/scenario-files.js';

const DOCS = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs');

/** Each page by its path in docs/. */
export function pages(): Record<string, string> {
  const scenarios = listScenarios();
  const files = scenarios.map(scenarioFiles);
  const links = { scenario: (slug: string) => `../../scenarios/${slug}/README.md` };
  return {
    ...Object.fromEntries(RULES.map((rule) => [`rules/${rule.id}.md`, ruleMarkdown(explainRule(rule, files), links)])),
    'rules/README.md': rulesPage(),
    'scenarios.md': scenariosPage(scenarios),
  };
}

function rulesPage(): string {
  return page('Rules', 'What `otel-ctx-doctor explain <rule>` says, as pages.', [
    '| rule | severity | says |',
    '|---|---|---|',
    ...RULES.map(({ id, severity, title }) => `| [\`${id}\`](${id}.md) | ${severity} | ${title} |`),
  ]);
}

function scenariosPage(scenarios: readonly Scenario[]): string {
  const text =
    'Programs that come with the package: `otel-ctx-doctor scenarios run <scenario> [--fixed]` runs one, `explain <scenario>` tells about it, and `scenarios copy <scenario> <dir>` gives you a folder to play with. Those named `control-*` look suspicious and are right.';
  return page('Scenarios', text, [
    '| scenario | shows | rule | mechanism |',
    '|---|---|---|---|',
    ...scenarios.map(({ slug, title, rule, mechanism }) => {
      const named = rule === null ? '' : `[\`${rule}\`](rules/${rule}.md)`;
      return `| [\`${slug}\`](../scenarios/${slug}/README.md) | ${title} | ${named} | ${mechanism === null ? '' : `\`${mechanism}\``} |`;
    }),
  ]);
}

function page(title: string, text: string, table: readonly string[]): string {
  return `# ${title}\n\n${text}\n\n${table.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Pages of rules that are no more.
  rmSync(join(DOCS, 'rules'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(pages())) {
    mkdirSync(dirname(join(DOCS, path)), { recursive: true });
    writeFileSync(join(DOCS, path), text);
  }
}
