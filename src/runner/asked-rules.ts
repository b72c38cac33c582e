import type { Selection } from '../clickhouse/selection.js';
import type { Rule } from '../rules/define-rule.js';
import { RULES } from '../rules/index.js';

/** It asks what else went on in a process at the time, which a sample of its traces does not tell. */
const NEEDS_ALL = 'orphan-span';
const WHY_NOT = 'needs all traces of a process, and --sample takes a part of them';

export interface AskedRules {
  readonly rules: readonly Rule[];
  isAsked(rule: string): boolean;
}

/** The rules that can judge the traces that were asked for; the others say why they cannot. */
export function askedRules({ sample }: Selection): AskedRules {
  if (sample === 1) return { rules: RULES, isAsked: () => true };
  return {
    rules: RULES.map((rule) => (rule.id === NEEDS_ALL ? silent(rule) : rule)),
    isAsked: (rule) => rule !== NEEDS_ALL,
  };
}

function silent(rule: Rule): Rule {
  return { ...rule, judge: () => [], judgeFinished: () => [], missedAt: { none: WHY_NOT } };
}
