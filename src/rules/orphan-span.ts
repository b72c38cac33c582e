import { defineRule } from './define-rule.js';
import { keepContextFix, MISSED_AT_LIGHT, misplacedSpans } from './misplaced.js';

export const orphanSpan = defineRule({
  id: 'orphan-span',
  severity: 'error',
  title: 'a root span that should have had a parent',
  why: 'The work shows up as a trace of its own. The request that caused it seems to have done less than it did, and nobody who looks at either trace finds the other.',
  needsWitnesses: true,
  missedAt: MISSED_AT_LIGHT,
  judge: (evidence) => misplacedSpans(evidence, 'orphan', () => 'error'),
  message: ({ span, expectedParent }) => `"${span.name}" is a root span, but it is work of "${expectedParent?.name}".`,
  fix: keepContextFix,
});
