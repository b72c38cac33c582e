import type { Scenario } from './catalogue.js';

/** Slug and title, one scenario a line. */
export function scenarioList(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map((scenario) => scenario.slug.length));
  const lines = scenarios.map(({ slug, title }) => `${slug.padEnd(width)}  ${title}`);
  return [
    ...lines,
    '',
    'Run one with: otel-ctx-doctor scenarios run <slug> [--fixed]',
    'Get a copy to play with: otel-ctx-doctor scenarios copy <slug> <dir>',
    '',
  ].join('\n');
}
