import { codeChanges } from './code-changes.js';
import type { ScenarioExplanation } from './explanation.js';
import type { ScenarioFiles } from './scenario-files.js';
import { textParts } from './text-parts.js';

/** All that is said of a scenario. */
export function explainScenario(scenario: ScenarioFiles): ScenarioExplanation {
  const { slug, title, rule, severity, mechanism, needs, files } = scenario;
  const run = `npx otel-ctx-doctor scenarios run ${slug}`;
  return {
    slug,
    title,
    mechanism,
    finding: rule !== null && severity !== null && mechanism !== null ? { rule, severity, mechanism } : null,
    ...textParts(files['README.md'] ?? ''),
    changes: codeChanges(scenario),
    needs,
    commands: [
      ...(needs.length > 0 ? [`npm i ${needs.join(' ')}`] : []),
      run,
      ...(rule === null ? [] : [`${run} --fixed`]),
      `npx otel-ctx-doctor scenarios copy ${slug} ${slug}`,
    ],
  };
}
