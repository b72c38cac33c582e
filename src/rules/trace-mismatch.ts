import { defineRule } from './define-rule.js';
import { leakedSpans, leaveAgainFix } from './leaked.js';
import { keepContextFix, MISSED_AT_LIGHT, misplacedSpans, parentOf } from './misplaced.js';

export const traceMismatch = defineRule({
  id: 'trace-mismatch',
  severity: 'error',
  title: 'a span that landed in another trace than the work that caused it',
  why: "One request's work is shown as another's. Latencies, errors and attributes are then blamed on the wrong request, user and tenant.",
  needsWitnesses: true,
  missedAt: MISSED_AT_LIGHT,
  judge: (evidence) => [...misplacedSpans(evidence, 'other-trace', () => 'error'), ...leakedSpans(evidence, 'entered')],
  message: ({ span, expectedParent }) =>
    expectedParent
      ? `"${span.name}" is work of "${expectedParent.name}", but it landed in another trace, under ${parentOf(span, expectedParent)}.`
      : `"${span.name}" should have been a root span, but it landed in a trace that it has nothing to do with, under ${parentOf(span, null)}.`,
  fix: (fault, text) => (fault.mechanism === 'leaked-context' ? leaveAgainFix(text) : keepContextFix(fault, text)),
});
