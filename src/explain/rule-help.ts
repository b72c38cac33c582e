import type { Rule } from '../rules/define-rule.js';
import { explainRule } from './explain-rule.js';
import { ruleMarkdown } from './markdown.js';
import { rulePlainText } from './plain-text.js';
import type { ScenarioFiles } from './scenario-files.js';

export interface RuleHelp {
  readonly markdown: string;
  readonly text: string;
}

/** What `explain` says of a rule, for reports: SARIF's `help`, and that of the HTML page. `scenarios`: all that there are. */
export function ruleHelp(rule: Rule, scenarios: readonly ScenarioFiles[]): RuleHelp {
  const explanation = explainRule(rule, scenarios);
  return { markdown: ruleMarkdown(explanation, null), text: rulePlainText(explanation) };
}
