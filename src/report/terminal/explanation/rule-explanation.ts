import type { RuleExplanation } from '../../../explain/explanation.js';
import type { Style } from '../../style.js';
import { textWidth } from '../text-width.js';
import { PROSE_COLUMNS, wrapText } from '../wrap-text.js';
import { paragraph } from './paragraph.js';
import { scenarioBody } from './scenario-body.js';

/** `explain <rule>` */
export function renderRuleExplanation(rule: RuleExplanation, style: Style): string {
  const { why, limits } = rule;
  const lines = [
    ...headline(rule, style),
    '',
    ...paragraph(why, style),
    ...limits.flatMap((limit) => ['', ...paragraph(limit, style)]),
    ...example(rule, style),
    ...scenarios(rule, style),
    ...options(rule, style),
    ...settings(rule, style),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function headline({ id, severity, title }: RuleExplanation, style: Style): readonly string[] {
  const label = `${severity}[${id}]`;
  const [first = '', ...rest] = wrapText(`${label}: ${title}`, Math.min(style.columns, PROSE_COLUMNS), 2);
  return [style.severity[severity](label) + style.bold(first.slice(label.length)), ...rest.map(style.bold)];
}

function example({ example: scenario }: RuleExplanation, style: Style): readonly string[] {
  if (scenario === null) return [];
  return [
    '',
    style.heading(`Example: ${scenario.slug}`),
    ...paragraph(`${scenario.title}.`, style),
    '',
    ...scenarioBody(scenario, style),
  ];
}

/** The example has been told. */
function scenarios({ scenarios: all, example: told }: RuleExplanation, style: Style): readonly string[] {
  const others = all.filter(({ slug }) => slug !== told?.slug);
  if (others.length === 0) return [];
  const slugs = Math.max(...others.map(({ slug }) => slug.length));
  const mechanisms = Math.max(...others.map(({ mechanism }) => mechanism?.length ?? 0));
  return [
    '',
    style.heading('More scenarios (otel-ctx-doctor explain <scenario>)'),
    ...others.flatMap(({ slug, mechanism, title }) => {
      const lead = `  ${slug.padEnd(slugs)}  ${(mechanism ?? '').padEnd(mechanisms)}  `;
      const [first = '', ...rest] = wrapText(title, Math.max(20, style.columns - textWidth(lead)));
      return [lead + first, ...rest.map((line) => ' '.repeat(textWidth(lead)) + line)];
    }),
  ];
}

function options({ id, options: all }: RuleExplanation, style: Style): readonly string[] {
  if (all.length === 0) return [];
  return [
    '',
    style.heading('Options'),
    ...all.flatMap(({ name, default: usual, unit, reason }) =>
      wrapText(`--rule ${id}.${name}=${usual}  (${unit}, the default): ${reason}`, style.columns - 2, 4).map(
        (line) => `  ${line}`,
      ),
    ),
  ];
}

function settings({ settings: all }: RuleExplanation, style: Style): readonly string[] {
  return [
    '',
    style.heading('Silence or configure it'),
    ...all.flatMap(({ text, code }) => [
      ...wrapText(text, style.columns - 2).map((line) => `  ${line}`),
      `    ${style.path(code)}`,
    ]),
  ];
}
