import { describe, expect, it } from 'vitest';
import { ruleHelp } from '../../src/explain/rule-help.js';
import { RULES } from '../../src/rules/index.js';
import { listScenarios } from '../../src/scenarios/catalogue.js';
import { scenarioFiles } from '../../src/scenarios/scenario-files.js';

const scenarios = listScenarios().map(scenarioFiles);

/** Sentences of a text, without the marks around them. */
const words = (text: string): string => text.replace(/[*`|#]/g, '').replace(/\s+/g, ' ');

describe.each(RULES)('the help of $id', (rule) => {
  const { markdown, text } = ruleHelp(rule, scenarios);

  it('says the same as Markdown and as plain text', () => {
    const own = scenarios.filter((scenario) => scenario.rule === rule.id);
    for (const said of [rule.why, `${rule.id}=off`, ...own.map(({ title }) => title)]) {
      expect(words(markdown)).toContain(words(said));
      expect(words(text)).toContain(words(said));
    }
  });

  it('links to nothing, for a report may be read anywhere', () => {
    expect(markdown).not.toMatch(/\]\(/);
  });

  it('has no Markdown in its plain text, but for names of code', () => {
    expect(text).not.toMatch(/^#|^\*\*|^```|^\|/m);
  });
});

it('plain text shows what was changed, and options', () => {
  const rule = RULES.find(({ id }) => id === 'span-flood');
  const text = rule ? ruleHelp(rule, scenarios).text : '';
  expect(text).toMatch(/^ {2}--- broken\.ts\n {2}\+\+\+ fixed\.ts\n {2}@@ -\d+ \+\d+ @@$/m);
  expect(text).toMatch(/^Option --rule span-flood\.\w+=\d+ \(\w+, the default\): ./m);
});
