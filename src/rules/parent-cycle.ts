import type { Evidence } from '../evidence/evidence.js';
import { parentCircles } from '../model/questions/parent-circles.js';
import type { Span } from '../model/types.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

/** A longer circle is told by its length. */
const NAMES_TOLD = 5;

export const parentCycle = defineRule({
  id: 'parent-cycle',
  severity: 'error',
  title: 'a span that is its own ancestor',
  why: 'Spans whose parents go in a circle hang under no root: backends drop them, show them loose, or never come to an end.',
  needsWitnesses: false,
  onlyFinished: true,
  judge: ({ model }: Evidence) => parentCircles(model.spans).map(faultOf),
  message: ({ span, count }) =>
    count === 1
      ? `"${span.name}" is its own parent.`
      : `"${span.name}" and its parents go in a circle of ${count} spans.`,
  fix: () => ({
    summary:
      'No SDK makes such parents: look at what writes or changes ids on the way, such as a processor, an importer or a generator of test data.',
    snippet: null,
  }),
});

function faultOf(circle: readonly Span[]): Fault {
  // What began first tells of it, whichever was read first.
  const first = circle.reduce((a, b) => (b.index < a.index ? b : a));
  const names = circle.slice(0, NAMES_TOLD).map(({ name }) => `"${name}"`);
  const more = circle.length > NAMES_TOLD ? `, and ${circle.length - NAMES_TOLD} more` : '';
  return finishedFault(first, {
    severity: 'error',
    confidence: 'certain',
    statements: [{ witness: 'spans', statement: `from child to parent: ${names.join(', ')}${more}` }],
    incident: `circle ${first.index}`,
    count: circle.length,
  });
}
