import { finishedOrphans } from './finished-orphans.js';
import { defineRule } from './define-rule.js';
import { keepContextFix, MISSED_AT_LIGHT, misplacedSpans } from './misplaced.js';
import { whereLost } from './where-lost.js';

const OR_LINK = 'Where this is a job of its own, link it to what caused it.';

export const orphanSpan = defineRule({
  id: 'orphan-span',
  severity: 'error',
  title: 'a root span that should have had a parent',
  why: 'The work shows up as a trace of its own. The request that caused it seems to have done less than it did, and nobody who looks at either trace finds the other.',
  needsWitnesses: true,
  missedAt: { ...MISSED_AT_LIGHT, none: 'in part: that two spans overlap in one process is no proof' },
  judge: (evidence) => misplacedSpans(evidence, 'orphan', () => 'error'),
  judgeFinished: finishedOrphans,
  message: ({ span, expectedParent }) => {
    if (!span.finished) return `"${span.name}" is a root span, but it is work of "${expectedParent?.name}".`;
    const whose = expectedParent ? `"${expectedParent.name}", which was` : 'one of several requests that were';
    return `"${span.name}" is a root span, and may be work of ${whose} open in the same process.`;
  },
  fix: (fault, text) =>
    fault.span.finished
      ? { summary: `${whereLost(fault.span)} ${OR_LINK}`, snippet: null }
      : keepContextFix(fault, text),
});
