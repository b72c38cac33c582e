import type { OptionValues } from '../rules/define-rule.js';
import type { Config, RuleLevel } from './config.js';

/** What a config says of rules, as those want it who judge. */
export function ruleSettingsOf({ rules = {} }: Pick<Config, 'rules'>): {
  readonly severities: ReadonlyMap<string, RuleLevel>;
  readonly ruleOptions: ReadonlyMap<string, OptionValues>;
} {
  const severities = new Map<string, RuleLevel>();
  const ruleOptions = new Map<string, OptionValues>();
  for (const [id, setting] of Object.entries(rules)) {
    const { severity, ...options } = typeof setting === 'string' ? { severity: setting } : (setting ?? {});
    if (severity !== undefined) severities.set(id, severity);
    const numbers = Object.entries(options).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    if (numbers.length > 0) ruleOptions.set(id, new Map(numbers));
  }
  return { severities, ruleOptions };
}
