import type { Span } from '../model/types.js';
import type { Boundary, Evidence } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import { followParent } from './change-set-up.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedMissingFix, finishedMissingMessage, finishedMissingParents } from './finished-missing-parent.js';

const FOLLOW =
  'Let the sampler follow the parent: give it to a ParentBasedSampler as its root, so that children share the decision.';
const PASS_LOCAL =
  'Pass the context of a span that was started in this process; mark a parent from elsewhere as remote (propagation.extract does).';
const MARK_REMOTE =
  'If the parent is a span of somebody else, say so: isRemote: true in its span context, or read it with propagation.extract, which does. A sampler may decide otherwise for remote parents, and backends draw them otherwise.';

export const missingParent = defineRule({
  id: 'missing-parent',
  severity: 'error',
  title: 'a span whose local parent was never recorded',
  why: 'The backend gets a child without its parent: the trace falls into pieces that nothing connects.',
  needsWitnesses: false,
  missedAt: {
    none: 'in part: what was recorded and dropped, and whether a remote parent was ever there, no file tells',
  },
  judge: (evidence) => {
    const isWhole = evidence.model.lanes.every(({ lostAfter }) => lostAfter === -1);
    return evidence.model.spans.flatMap((span) => faultOf(span, evidence, isWhole) ?? []);
  },
  judgeFinished: finishedMissingParents,
  message: ({ span, severity }) => {
    if (span.finished) return finishedMissingMessage(span);
    if (span.parent)
      return `"${span.name}" was recorded, but its parent "${span.parent.name}" was dropped by the sampler.`;
    return severity === 'error'
      ? `"${span.name}" names the local parent ${span.parentId}, which was never recorded.`
      : `"${span.name}" names the parent ${span.parentId} of a trace that did not begin here, and does not say that it is remote.`;
  },
  fix: ({ span, severity }, { code }) => {
    if (span.finished) return { summary: finishedMissingFix(span), snippet: null };
    if (span.parent) return (code && followParent(code, FOLLOW)) ?? { summary: FOLLOW, snippet: null };
    return { summary: severity === 'error' ? PASS_LOCAL : MARK_REMOTE, snippet: null };
  },
});

/** `isWhole`: no line was lost, which may have been the parent's. */
function faultOf(span: Span, { level }: Evidence, isWhole: boolean): Fault | null {
  if (!span.sampled || span.parentId === null || span.parentIsRemote) return null;
  if (span.parent ? span.parent.sampled : !isWhole) return null;
  // Of finished spans it may be the parent that is missing because it never ended.
  const isLocal = span.parent !== null || beganHere(span) || level === 'none';
  return {
    span,
    severity: isLocal ? 'error' : 'info',
    confidence: isLocal ? 'certain' : 'likely',
    mechanism: 'unknown',
    expectedParent: null,
    boundary: placeOfParent(span) ?? startPlace(span),
    statements: [],
    incident: `missing parent ${span.index}`,
    ...(span.parent ? { contexts: [span.parent.parent, span.parent] as const } : {}),
  };
}

/**
 * Of a trace that did not, the ids came from elsewhere: a `TRACEPARENT` or a header that was read by hand, a job that
 * was stored. Its first span is a root; later ones have nothing to say.
 */
function beganHere({ trace: { spans } }: Span): boolean {
  return spans[0]?.parentId === null;
}

/** Where the parent that was dropped was started, or the context made of one that nobody knows. */
function placeOfParent({ parent, parentMadeBy: [frame] }: Span): Boundary | null {
  if (parent) return startPlace(parent);
  return frame ? { frame } : null;
}
