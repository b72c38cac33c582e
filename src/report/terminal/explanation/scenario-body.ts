import type { ScenarioExplanation } from '../../../explain/explanation.js';
import type { Style } from '../../style.js';
import { codeChange } from './code-change.js';
import { paragraph } from './paragraph.js';

/** What happens in a scenario, the code, what it looks like, and how to run it. */
export function scenarioBody(scenario: ScenarioExplanation, style: Style): readonly string[] {
  const { what, changes, parts, needs, commands } = scenario;
  const [first, ...others] = changes;
  return [
    ...paragraph(what, style),
    ...(first ? ['', ...codeChange(first, style)] : []),
    ...others.flatMap((change) => ['', ...codeChange(change, style)]),
    ...parts.flatMap(({ name, text }) => ['', ...paragraph(text, style, name)]),
    '',
    style.bold(needs.length > 0 ? 'Run it (in a folder that has its packages)' : 'Run it'),
    ...commands.map((command) => `  ${command}`),
  ];
}
