import type { Evidence } from '../evidence/evidence.js';
import { namePattern } from '../model/questions/name-pattern.js';
import type { Trace } from '../model/types.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

export const severalRoots = defineRule({
  id: 'several-roots',
  severity: 'info',
  title: 'a trace with more than one root',
  why: 'A trace is one piece of work with one beginning. With several roots nobody can say what it was, or how long it took, and backends show one of them and hide the others.',
  needsWitnesses: false,
  onlyFinished: true,
  judge: ({ model }: Evidence) => model.traces.flatMap(faultOf),
  message: ({ span, detail, count }) =>
    `Trace ${span.trace.id} has ${count} roots: "${detail}", and "${span.name}" beside it.`,
  fix: () => ({
    summary:
      'Start the second span in the context of the first, or as a trace of its own: a root must not be given the id of a trace that is there.',
    snippet: null,
  }),
});

/** Told by the second one. */
function faultOf({ spans, index }: Trace): Fault[] {
  const [first, second, ...more] = spans.filter(({ parentId, parent }) => parentId === null && parent === null);
  if (!first || !second) return [];
  return [
    finishedFault(second, {
      severity: 'info',
      confidence: 'certain',
      detail: first.name,
      statements: [{ witness: 'spans', statement: `"${first.name}" is a root of the same trace` }],
      incident: `roots ${index}`,
      alike: namePattern(first),
      count: more.length + 2,
    }),
  ];
}
