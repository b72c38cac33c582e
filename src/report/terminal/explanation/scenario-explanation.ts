import type { ScenarioExplanation } from '../../../explain/explanation.js';
import { SEVERITIES } from '../../../finding.js';
import type { Style } from '../../style.js';
import { wrapText } from '../wrap-text.js';
import { paragraph } from './paragraph.js';
import { scenarioBody } from './scenario-body.js';

/** `explain <slug>` */
export function renderScenarioExplanation(scenario: ScenarioExplanation, style: Style): string {
  const { slug, title, finding } = scenario;
  const lines = [
    ...paragraph(`${title}.`, style, slug),
    ...(finding ? gives(finding, style) : ['It looks suspicious and is right: no finding.']),
    '',
    ...scenarioBody(scenario, style),
    ...(finding
      ? ['', ...wrapText(`more about it: otel-ctx-doctor explain ${finding.rule}`, style.columns).map(style.dim)]
      : []),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function gives(
  { rule, severity, mechanism }: NonNullable<ScenarioExplanation['finding']>,
  style: Style,
): readonly string[] {
  const known = SEVERITIES.find((one) => one === severity);
  const label = `${severity}[${rule}]`;
  return wrapText(`It gives ${label}, mechanism ${mechanism}.`, style.columns).map((line) =>
    line.replace(label, () => (known ? style.severity[known](label) : label)),
  );
}
