import { defineRule } from './define-rule.js';
import { keepContextFix, MISSED_AT_LIGHT, misplacedSpans, parentOf } from './misplaced.js';

export const wrongParent = defineRule({
  id: 'wrong-parent',
  severity: 'error',
  title: 'a span in the right trace, but in the wrong place in it',
  why: 'The step that waited seems to have waited for nothing, and the time is booked on its neighbour or on the whole request.',
  needsWitnesses: true,
  missedAt: MISSED_AT_LIGHT,
  judge: (evidence) =>
    misplacedSpans(evidence, 'same-trace', (confidence) => (confidence === 'certain' ? 'error' : 'warning')),
  message: ({ span, expectedParent }) =>
    `"${span.name}" is work of "${expectedParent?.name}", but it hangs under ${parentOf(span, expectedParent)}.`,
  fix: keepContextFix,
});
