import { describe, expect, it } from 'vitest';
import { collectRule } from '../../src/cli/rule-settings.js';
import { diagnose } from '../../src/diagnose.js';
import { defineRule, type OptionValues, type Rule } from '../../src/rules/define-rule.js';
import { optionValue } from '../../src/rules/option-value.js';
import { healthy } from '../evidence/innocent-runs.js';
import { run } from '../model/sample-run.js';

const MOST = { name: 'most', default: 7, unit: 'spans', reason: 'as good as any' } as const;
const seen: number[] = [];

function rule(id: string, options?: Rule['options']): Rule {
  return defineRule({
    id,
    severity: 'warning',
    title: '',
    why: '',
    needsWitnesses: false,
    ...(options ? { options } : {}),
    judge: (_, values?: OptionValues) => {
      seen.push(optionValue(MOST, values));
      return [];
    },
    message: () => '',
    fix: () => ({ summary: '', snippet: null }),
  });
}

const RULES = [rule('flood', [MOST]), rule('plain')];

function collected(...values: string[]): ReturnType<typeof collectRule> {
  let settings: ReturnType<typeof collectRule> | undefined;
  for (const value of values) settings = collectRule(value, settings, RULES);
  return settings ?? collectRule('plain=off', undefined, RULES);
}

describe('--rule', () => {
  it('takes severities and options, of one rule and of several, the last word of each', () => {
    const settings = collected('flood.most=3', 'flood=error', 'plain=off', 'flood.most=0.5');
    expect([...settings.severities]).toEqual([
      ['flood', 'error'],
      ['plain', 'off'],
    ]);
    expect([...(settings.ruleOptions.get('flood') ?? [])]).toEqual([['most', 0.5]]);
  });

  it.each([
    ['nothing=off', 'There is no rule "nothing". Rules: flood, plain.'],
    ['nothing.most=3', 'There is no rule "nothing". Rules: flood, plain.'],
    ['plain=loud', 'Write it as <id>=<off|info|warning|error>.'],
    ['plain', 'Write it as <id>=<off|info|warning|error>.'],
    ['flood=5', 'Write it as <id>=<off|info|warning|error>, or as flood.most=<number>.'],
    ['flood.least=5', 'Rule "flood" has no option "least". Options: most.'],
    ['plain.most=5', 'Rule "plain" has no option "most". It has none.'],
    ['flood.most=many', 'Write it as flood.most=<number>, 0 or more.'],
    ['flood.most=', 'Write it as flood.most=<number>, 0 or more.'],
    ['flood.most', 'Write it as flood.most=<number>, 0 or more.'],
    ['flood.most=-1', 'Write it as flood.most=<number>, 0 or more.'],
    ['flood.most=Infinity', 'Write it as flood.most=<number>, 0 or more.'],
  ])('%s: %s', (value, message) => {
    expect(() => collected(value)).toThrow(message);
  });

  it('reaches the rule that it is set for, and no other', () => {
    const { evidence } = run(healthy);
    seen.length = 0;
    diagnose(RULES, evidence, collected('flood.most=3'));
    expect(seen).toEqual([3, 7]);
  });
});
