import type { Evidence } from '../evidence/evidence.js';
import { serviceOf } from '../model/questions/service-of.js';
import { defineRule } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

export const duplicateSpanId = defineRule({
  id: 'duplicate-span-id',
  severity: 'error',
  title: 'a span with the id of another one of its trace',
  why: 'An id stands for one span. Backends keep one of the two, or hang the children of one under the other.',
  needsWitnesses: false,
  onlyFinished: true,
  judge: ({ model }: Evidence) =>
    (model.sameIds ?? []).map((span) =>
      finishedFault(span, { severity: 'error', confidence: 'certain', incident: `id ${span.trace.index} ${span.id}` }),
    ),
  message: ({ span }) =>
    `"${span.name}" of ${serviceOf(span)} has the id ${span.id}, as another span of its trace has: they differ in more than that.`,
  fix: () => ({
    summary:
      'Look at the id generator: one that is seeded anew in each fork, or restored from a snapshot, gives the same ids again. Let no code export a span twice with changes in between.',
    snippet: null,
  }),
});
