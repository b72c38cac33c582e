import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/explain/explain-rule.js';
import { explainScenario } from '../../src/explain/explain-scenario.js';
import { makeStyle } from '../../src/report/style.js';
import { renderRuleExplanation } from '../../src/report/terminal/explanation/rule-explanation.js';
import { renderScenarioExplanation } from '../../src/report/terminal/explanation/scenario-explanation.js';
import { textWidth } from '../../src/report/terminal/text-width.js';
import { RULES } from '../../src/rules/index.js';
import { findScenario, listScenarios } from '../../src/scenarios/catalogue.js';
import { scenarioFiles } from '../../src/scenarios/scenario-files.js';

const scenarios = listScenarios().map(scenarioFiles);

function styleOf(columns: number, colour = false, unicode = true) {
  return makeStyle({ columns, colour, unicode });
}

function texts(columns: number, colour = false): string[] {
  const style = styleOf(columns, colour);
  return [
    ...RULES.map((rule) => renderRuleExplanation(explainRule(rule, scenarios), style)),
    ...scenarios.map((scenario) => renderScenarioExplanation(explainScenario(scenario), style)),
  ];
}

/** What is there to be copied is not broken. */
const isCommand = (line: string): boolean => /^ {2,4}(npx |npm |{ "|\/\/ otel-ctx-doctor-ignore )/.test(line);

describe('explanations', () => {
  it.each([60, 80, 99, 100, 130, 200])('fit %s columns', (columns) => {
    const lines = texts(columns).flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => !isCommand(line) && textWidth(line) > columns)).toEqual([]);
  });

  it('say the same with colours', () => {
    const plain = texts(120, true).map((text) => stripVTControlCharacters(text).replace(/ +$/gm, ''));
    expect(plain).toEqual(texts(120));
    expect(texts(120, true)).not.toEqual(texts(120));
  });

  it('end with a line break, and lines with no blank', () => {
    for (const text of texts(100)) {
      expect(text.endsWith('\n')).toBe(true);
      expect(text).not.toMatch(/ \n|\*\*[A-Z]/);
    }
  });
});

function changeOf(columns: number, unicode = true): string[] {
  const scenario = explainScenario(scenarioFiles(findScenario('early-context')));
  const text = renderScenarioExplanation(scenario, styleOf(columns, false, unicode));
  return text.slice(text.indexOf('broken.ts'), text.indexOf('In a backend')).trimEnd().split('\n');
}

describe('broken and fixed code', () => {
  it('stand side by side from 100 columns on', () => {
    expect(changeOf(100)[0]).toMatch(/^broken\.ts +│ fixed\.ts$/);
    expect(changeOf(100, false)[0]).toMatch(/^broken\.ts +\| fixed\.ts$/);
    expect(changeOf(140).slice(3, 9)).toEqual([
      '   13   async function checkout(id: number): Promise<void> {         │    13   async function checkout(id: number): Promise<void> {',
      '>  14 -   const requestContext = context.active();                   │',
      "   15     await tracer.startActiveSpan('POST /checkout', { kind:     │    14     await tracer.startActiveSpan('POST /checkout', { kind:",
      '              SpanKind.SERVER }, async (request) => {                │               SpanKind.SERVER }, async (request) => {',
      '   16       try {                                                    │    15       try {',
      '                                                                     │    16 +       const requestContext = context.active();',
    ]);
  });

  it('stand one below the other where there is less room', () => {
    const lines = changeOf(99);
    expect(lines[0]).toBe('broken.ts');
    expect(lines).toContain('fixed.ts');
    expect(lines).toContain('>  14 -   const requestContext = context.active();');
    expect(lines).toContain('   16 +       const requestContext = context.active();');
  });
});
