import { describe, expect, it } from 'vitest';
import { OUR_CONFIG_SCHEMA } from '../../src/cli/our-config-schema.js';
import { problemsIn } from '../../src/config/problems-in.js';
import { explainRule } from '../../src/explain/explain-rule.js';
import { ruleMarkdown } from '../../src/explain/markdown.js';
import type { ScenarioFiles } from '../../src/explain/scenario-files.js';
import { RULES } from '../../src/rules/index.js';
import { listScenarios } from '../../src/scenarios/catalogue.js';
import { scenarioFiles } from '../../src/scenarios/scenario-files.js';

const RULE = {
  id: 'lost-span',
  severity: 'error',
  title: 'a span that was lost',
  why: 'It is gone.',
  needsWitnesses: false,
} as const;

function scenario(slug: string, rule: string | null, changed: number): ScenarioFiles {
  const lines = Array.from({ length: changed }, (_, index) => `line ${index};\n`).join('');
  return {
    slug,
    title: `About ${slug}`,
    rule,
    severity: rule && 'error',
    mechanism: rule && 'callback',
    boundary: null,
    needs: [],
    files: {
      'broken.ts': 'run();\n',
      'fixed.ts': `${lines}run();\n`,
      'README.md': '# x\n\nA\nstory.\n\n**The fix.** Mend\nit.\n',
    },
  };
}

describe('explainRule', () => {
  it('does without scenarios', () => {
    expect(explainRule(RULE, [scenario('other', 'other-rule', 1), scenario('control', null, 0)])).toMatchObject({
      example: null,
      scenarios: [],
      limits: [],
      options: [],
    });
  });

  it('takes the scenario with the shortest change for an example, and lists them all', () => {
    const explained = explainRule(RULE, [scenario('a', 'lost-span', 3), scenario('b', 'lost-span', 1)]);
    expect(explained.example?.slug).toBe('b');
    expect(explained.scenarios.map(({ slug }) => slug)).toEqual(['a', 'b']);
  });

  it('takes the one of its own name first: explain says that name of the rule', () => {
    const explained = explainRule(RULE, [scenario('a', 'lost-span', 1), scenario('lost-span', 'lost-span', 3)]);
    expect(explained.example?.slug).toBe('lost-span');
  });

  it('takes the texts from the README, each in one line', () => {
    const { example } = explainRule(RULE, [scenario('a', 'lost-span', 1)]);
    expect(example).toMatchObject({ what: 'A story.', parts: [{ name: 'The fix', text: 'Mend it.' }] });
  });

  it('tells the options, and how to set one', () => {
    const options = [{ name: 'most', default: 3, unit: 'spans', reason: 'Four are many.' }];
    const text = ruleMarkdown(explainRule({ ...RULE, options }, []), null);
    expect(text).toContain('| `--rule lost-span.most=<number>` | 3 | spans | Four are many. |');
    expect(text).toContain('run --rule lost-span.most=3 app.ts');
  });

  it('tells what it does not see', () => {
    const { limits } = explainRule({ ...RULE, needsWitnesses: true, missedAt: { light: 'generators' } }, []);
    expect(limits).toEqual([
      'Not judged with `--evidence light`: generators.',
      'Not judged with `--evidence off`, or where there are only finished spans: nothing of it can be seen.',
    ]);
  });

  it('tells what it sees in part', () => {
    const { limits } = explainRule({ ...RULE, missedAt: { light: 'in part: generators were not watched' } }, []);
    expect(limits).toEqual(['Judged in part with `--evidence light`: generators were not watched.']);
  });
});

describe('every rule', () => {
  it.each(RULES.map((rule) => [rule.id, rule] as const))('%s shows settings that are valid', (_, rule) => {
    const said = explainRule(rule, []).settings.filter(({ language }) => language === 'json');
    expect(said.length).toBeGreaterThan(0);
    for (const { code } of said) expect(problemsIn(JSON.parse(code), OUR_CONFIG_SCHEMA)).toEqual([]);
  });
});

describe('every rule that has a scenario', () => {
  const scenarios = listScenarios().map(scenarioFiles);
  const withScenario = RULES.filter(({ id }) => scenarios.some(({ rule }) => rule === id));

  it.each(withScenario.map((rule) => [rule.id, rule] as const))('%s shows code that differs', (_, rule) => {
    const { example } = explainRule(rule, scenarios);
    const sides = new Set(
      example?.changes.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines.map((l) => l.side))),
    );
    expect(sides.size).toBeGreaterThan(1);
    expect(example?.parts.map(({ name }) => name)).toEqual(['In a backend', 'The fix', 'In asyncio', 'Teaches']);
  });
});
