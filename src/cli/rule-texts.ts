import { ruleHelp } from '../explain/rule-help.js';
import type { RuleTexts } from '../report/sarif.js';
import { RULES } from '../rules/index.js';
import { listScenarios } from '../scenarios/catalogue.js';
import { scenarioFiles } from '../scenarios/scenario-files.js';

/** What `explain` says of each rule. */
export function ruleTexts(): RuleTexts[] {
  const scenarios = listScenarios().map(scenarioFiles);
  return RULES.map((rule) => {
    const { id, title, severity } = rule;
    return { id, title, severity, help: ruleHelp(rule, scenarios) };
  });
}
