import type { Uninjected } from '../evidence/evidence.js';
import { defineRule, type Fault } from './define-rule.js';
import { injectFix } from './inject-fix.js';

export const notInjected = defineRule({
  id: 'not-injected',
  severity: 'warning',
  title: 'a request without trace headers, from a line that sends them at other times',
  why: 'Whoever answers it cannot go on with the trace: what it does there is missing, or is a trace of its own.',
  needsWitnesses: true,
  judge: ({ uninjected }) => uninjected.map(faultOf),
  message: ({ span }) =>
    `A request left "${span.name}" without trace headers, although the same line sends them at other times.`,
  fix: (_, text) => injectFix(text),
});

function faultOf({ request: { from, target }, boundary }: Uninjected): Fault {
  return {
    span: from,
    severity: 'warning',
    confidence: 'likely',
    mechanism: 'http',
    expectedParent: null,
    boundary,
    statements: [
      {
        witness: 'network',
        statement: `"${target}" left "${from.name}" without trace headers; others from this line carried some`,
      },
    ],
    incident: `uninjected ${from.index}`,
    contexts: [from, null],
  };
}
