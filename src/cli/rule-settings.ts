import { InvalidArgumentError } from 'commander';
import { SEVERITIES, type Severity } from '../finding.js';
import type { OptionValues, Rule } from '../rules/define-rule.js';
import { RULES } from '../rules/index.js';
import type { SilenceSettings } from '../silence/silence-settings.js';

/** What was said of rules with `--rule`, and in the config. */
export interface RuleSettings {
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Values of rules' options, by rule. */
  readonly ruleOptions: ReadonlyMap<string, OptionValues>;
  /** What the config says is right. */
  readonly silence?: SilenceSettings;
}

export const NO_SETTINGS: RuleSettings = { severities: new Map(), ruleOptions: new Map() };

/** `--rule <id>=<severity>` or `--rule <id>.<option>=<number>`, added to those before. */
export function collectRule(
  value: string,
  before: RuleSettings = NO_SETTINGS,
  rules: readonly Rule[] = RULES,
): RuleSettings {
  const [key = '', setting = ''] = value.split('=', 2);
  const [id = '', option] = key.split('.', 2);
  const rule = rules.find((one) => one.id === id);
  if (!rule) {
    throw new InvalidArgumentError(`There is no rule "${id}". Rules: ${rules.map((one) => one.id).join(', ')}.`);
  }
  if (option !== undefined) return withOption(before, rule, option, setting);
  const level = [...SEVERITIES, 'off' as const].find((one) => one === setting);
  if (!level) throw new InvalidArgumentError(`Write it as <id>=<off|info|warning|error>${orAnOption(rule)}.`);
  return { ...before, severities: new Map(before.severities).set(id, level) };
}

function orAnOption({ id, options }: Rule): string {
  const [first] = options ?? [];
  return first ? `, or as ${id}.${first.name}=<number>` : '';
}

function withOption(before: RuleSettings, { id, options = [] }: Rule, name: string, text: string): RuleSettings {
  if (!options.some((one) => one.name === name)) {
    const names = options.map((one) => one.name).join(', ');
    throw new InvalidArgumentError(
      `Rule "${id}" has no option "${name}". ${names === '' ? 'It has none.' : `Options: ${names}.`}`,
    );
  }
  const value = Number(text);
  if (!(value >= 0) || text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError(`Write it as ${id}.${name}=<number>, 0 or more.`);
  }
  const values = new Map(before.ruleOptions.get(id)).set(name, value);
  return { ...before, ruleOptions: new Map(before.ruleOptions).set(id, values) };
}
