import { type Evidence, hasWitnesses } from '../evidence/evidence.js';
import { missingAwait } from '../evidence/missing-await.js';
import { isPastTheLoaders } from '../evidence/past-the-loaders.js';
import { startPlace } from '../evidence/start-place.js';
import { trackedWork } from '../evidence/tracked-work.js';
import type { Fix } from '../finding.js';
import { endedAfter, startedAfterEnd } from '../model/questions/order.js';
import type { Span } from '../model/types.js';
import { CONSUMER, PRODUCER } from '../model/span-kind.js';
import { CLOCK_SKEW_MS, finishedOutliving, WITHIN_MS } from './finished-outliving.js';
import { leakedSpans, startOutsideFix } from './leaked.js';
import { type BoundaryText, defineRule, type Fault } from './define-rule.js';
import { awaitDropped, waitForAll } from './wait-for.js';

/** Files, sockets and processes are closed at once, or after a farewell over the network. Who takes longer does something else. */
const CLOSES_WITHIN_MS = 1000;

const NOBODY_KNOWS_WHY =
  'in part: whether the parent is the right one, and which line did not wait, only witnesses know';

export const outlivesParent = defineRule({
  id: 'outlives-parent',
  severity: 'error',
  title: 'a span that ended after its parent had ended, or started after that',
  why: "The parent's duration leaves out work that it caused, and an error in that work comes when nobody looks any more. Backends draw such spans outside their parents or clip them.",
  needsWitnesses: false,
  options: [WITHIN_MS, CLOCK_SKEW_MS],
  missedAt: { off: NOBODY_KNOWS_WHY, none: NOBODY_KNOWS_WHY },
  judge: (evidence) => {
    const isTracked = trackedWork(evidence.model);
    const late = evidence.model.spans.flatMap((span) => faultOf(span, evidence) ?? []);
    return [
      ...leakedSpans(evidence, 'living'),
      ...late.map((fault) => (isTracked(fault.span) ? { ...fault, ...ON_PURPOSE } : fault)),
    ];
  },
  judgeFinished: finishedOutliving,
  message: ({ span }) => {
    const { parent, finished } = span;
    const startedLate = parent && (finished ? span.startMs > parent.endMs : startedAfterEnd(span, parent));
    return startedLate
      ? `"${span.name}" started after its parent "${parent.name}" had ended.`
      : `"${span.name}" ended after its parent "${parent?.name}" had ended.`;
  },
  fix: (fault, text) => (fault.mechanism === 'leaked-context' ? startOutsideFix(text) : awaitFix(fault, text)),
});

const WAIT_FOR_ALL =
  'Promise.all (race, any) stops waiting as soon as one of its promises fails (settles, succeeds). Wait for all of them with Promise.allSettled and look at the results then, or cancel the others and wait until they have stopped.';
const AWAIT =
  'Await the work before the parent ends. If it is meant to go on in the background, give it a root span of its own with a link to the parent.';

/** Somebody waits for it, only not its parent. */
const ON_PURPOSE = {
  severity: 'info',
  statements: [
    { witness: 'joins', statement: 'its promise was put into a list, and what is in there is waited for elsewhere' },
  ],
} as const;

function awaitFix({ leftEarly, promiseDropped }: Fault, { code }: BoundaryText): Fix {
  if (leftEarly) return (code && waitForAll(code, WAIT_FOR_ALL)) ?? { summary: WAIT_FOR_ALL, snippet: null };
  return (code && awaitDropped(code, AWAIT, promiseDropped ?? false)) ?? { summary: AWAIT, snippet: null };
}

function faultOf(span: Span, evidence: Evidence): Fault | null {
  const { parent } = span;
  if (!parent || span.parentIsRemote || evidence.misplaced.has(span) || evidence.leaked.has(span)) return null;
  const startedLate = startedAfterEnd(span, parent);
  if (!startedLate && !endedAfter(span, parent)) return null;
  // A PRODUCER hands its work over and ends: that its CONSUMER runs later is the point.
  if (parent.kind === PRODUCER || span.kind === CONSUMER) return null;
  if (span.wasClosing && span.endMs - parent.endMs < CLOSES_WITHIN_MS) return null;
  if (!hasWitnesses(evidence) || isPastTheLoaders(span, evidence.code)) return unexplained(span);
  const found = missingAwait(span, parent, evidence);
  return {
    span,
    severity: startedLate || span.site !== null ? 'error' : 'warning',
    confidence: 'certain',
    mechanism: 'missing-await',
    expectedParent: parent,
    boundary: found.boundary,
    statements: found.statements,
    incident: found.incident,
    promiseDropped: found.promiseDropped,
    leftEarly: found.leftEarly ?? false,
  };
}

/** It may have been lost, and belong elsewhere: that it outlives its parent is all that is certain. */
function unexplained(span: Span): Fault {
  return {
    span,
    severity: 'warning',
    confidence: 'possible',
    mechanism: 'unknown',
    expectedParent: null,
    boundary: startPlace(span),
    statements: [],
    incident: `outlives ${span.index}`,
    contexts: [span.parent, span.parent],
  };
}
