import type { OptionValues, RuleOption } from './define-rule.js';

/** What was set for it, or else its default. */
export function optionValue({ name, default: usual }: RuleOption, values?: OptionValues): number {
  return values?.get(name) ?? usual;
}
