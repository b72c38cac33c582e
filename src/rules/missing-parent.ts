import type { Span } from '../model/types.js';
import type { Boundary } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import { followParent } from './change-set-up.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedMissingFix, finishedMissingMessage, finishedMissingParents } from './finished-missing-parent.js';

const FOLLOW =
  'Let the sampler follow the parent: give it to a ParentBasedSampler as its root, so that children share the decision.';
const PASS_LOCAL =
  'Pass the context of a span that was started in this process; mark a parent from elsewhere as remote (propagation.extract does).';

export const missingParent = defineRule({
  id: 'missing-parent',
  severity: 'error',
  title: 'a span whose local parent was never recorded',
  why: 'The backend gets a child without its parent: the trace falls into pieces that nothing connects.',
  needsWitnesses: false,
  missedAt: {
    none: 'in part: what was recorded and dropped, and whether a remote parent was ever there, no file tells',
  },
  judge: ({ model: { spans, lanes } }) => {
    const isWhole = lanes.every(({ lostAfter }) => lostAfter === -1);
    return spans.flatMap((span) => faultOf(span, isWhole) ?? []);
  },
  judgeFinished: finishedMissingParents,
  message: ({ span }) => {
    if (span.finished) return finishedMissingMessage(span);
    return span.parent
      ? `"${span.name}" was recorded, but its parent "${span.parent.name}" was dropped by the sampler.`
      : `"${span.name}" names the local parent ${span.parentId}, which was never recorded.`;
  },
  fix: ({ span }, { code }) => {
    if (span.finished) return { summary: finishedMissingFix(span), snippet: null };
    return span.parent
      ? ((code && followParent(code, FOLLOW)) ?? { summary: FOLLOW, snippet: null })
      : { summary: PASS_LOCAL, snippet: null };
  },
});

/** `isWhole`: no line was lost, which may have been the parent's. */
function faultOf(span: Span, isWhole: boolean): Fault | null {
  if (!span.sampled || span.parentId === null || span.parentIsRemote) return null;
  if (span.parent ? span.parent.sampled : !isWhole) return null;
  return {
    span,
    severity: 'error',
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: null,
    boundary: placeOfParent(span) ?? startPlace(span),
    statements: [],
    incident: `missing parent ${span.index}`,
    ...(span.parent ? { contexts: [span.parent.parent, span.parent] as const } : {}),
  };
}

/** Where the parent that was dropped was started, or the context made of one that nobody knows. */
function placeOfParent({ parent, parentMadeBy: [frame] }: Span): Boundary | null {
  if (parent) return startPlace(parent);
  return frame ? { frame } : null;
}
