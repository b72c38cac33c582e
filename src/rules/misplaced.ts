import type { Evidence, Testimony } from '../evidence/evidence.js';
import type { Confidence, EvidenceStatement, Fix, Mechanism } from '../finding.js';
import { nameBeside } from '../model/questions/name-beside.js';
import type { Span } from '../model/types.js';
import type { BoundaryText, Fault } from './define-rule.js';
import { activateSpan } from './activate-span.js';
import { BIND, bindCallback } from './bind-callback.js';
import { carryContextFix } from './carry-context.js';
import { injectFix } from './inject-fix.js';
import { jobContextFix } from './job-context.js';
import { moveInside } from './move-inside.js';
import { outsideDependencyFix } from './outside-dependency.js';

/** Where a span is, seen from where it should be. */
export type Displacement = 'orphan' | 'other-trace' | 'same-trace';

function displacementOf(span: Span, expected: Span): Displacement {
  if (span.parent === null && span.parentId === null) return 'orphan';
  return span.trace === expected.trace ? 'same-trace' : 'other-trace';
}

/** What none of the three sees with light evidence. */
export const MISSED_AT_LIGHT = {
  light:
    'in part: promises that are made too early, generators, loops that others wake, messages that are known by their content, and what dependencies lose in code of their own were not watched',
} as const;

/** What `orphan-span`, `trace-mismatch` and `wrong-parent` have in common: they differ in where the span ended up. */
export function misplacedSpans(
  evidence: Evidence,
  displacement: Displacement,
  severity: (confidence: Confidence) => Fault['severity'],
): Fault[] {
  const faults: Fault[] = [];
  for (const [span, verdict] of evidence.misplaced) {
    if (displacementOf(span, verdict.expected) !== displacement) continue;
    const against = verdict.others.filter((other) => contradicts(other, verdict, evidence));
    const confidence = confidenceIn(verdict, against);
    faults.push({
      span,
      severity: confidence === 'possible' ? 'warning' : severity(confidence),
      confidence,
      mechanism: verdict.mechanism,
      expectedParent: verdict.expected,
      boundary: verdict.boundary,
      dependency: verdict.dependency ?? null,
      statements: [verdict, ...verdict.others.filter(({ expected }) => expected === verdict.expected)].map(statementOf),
      disagreements: against.map(statementOf),
      incident: verdict.incident,
    });
  }
  return faults;
}

function statementOf({ witness, statement }: Testimony): EvidenceStatement {
  return { witness, statement };
}

/**
 * A step further up or down the same branch is no contradiction. And `activation` goes by where the span landed, so it
 * has nothing to say of one that was lost.
 */
function contradicts({ witness, expected: other }: Testimony, { expected }: Testimony, { nesting }: Evidence): boolean {
  return (
    witness !== 'activation' &&
    other !== expected &&
    !nesting.isWithin(other, expected) &&
    !nesting.isWithin(expected, other)
  );
}

/** One witness is enough while nothing stands against it. */
function confidenceIn({ confidence }: Testimony, against: readonly Testimony[]): Confidence {
  const outweighed = confidence === 'likely' && against.some((other) => other.confidence === 'certain');
  return outweighed ? 'possible' : confidence;
}

/** The parent that a misplaced span has, for a sentence. */
export function parentOf(span: Span, expected: Span | null): string {
  return span.parent ? nameBeside(span.parent, expected) : 'a parent that was not recorded';
}

/** How to keep the context, by the way in which it was lost. */
export function keepContextFix(fault: Fault, text: BoundaryText): Fix {
  const { mechanism } = fault;
  const { code } = text;
  if (mechanism === 'inactive-span') return activateFix(fault, text);
  const job = IN_JOB[mechanism];
  if (job !== undefined) return jobContextFix(job, text);
  const advice = ADVICE[mechanism];
  if (advice !== undefined) return (code && moveInside(code, advice)) ?? { summary: advice, snippet: null };
  if (fault.dependency && !isSite(fault.boundary)) return outsideDependencyFix(text);
  if (mechanism === 'http') return injectFix(text);
  if (CROSSES.has(mechanism)) return carryContextFix(fault, text);
  return (code && bindCallback(code)) ?? { summary: BIND, snippet: null };
}

function isSite(boundary: Fault['boundary']): boolean {
  return boundary !== null && 'site' in boundary;
}

/** What goes there is a message, and the context is no part of it. */
const CROSSES: ReadonlySet<Mechanism> = new Set(['worker-thread', 'child-process', 'message']);

const IN_JOB: Readonly<Partial<Record<Mechanism, string>>> = {
  payload:
    'Let the job carry its context: put the active one into it (and into its type) where it is handed over, and run the work inside context.with(…) with that.',
  'queue-wake':
    'Let the job carry its context: put the active one into it (and into its type) where it is put on the queue, and work on it inside context.with(…) with that.',
};

const ADVICE: Readonly<Partial<Record<Mechanism, string>>> = {
  'early-promise':
    'Start the work inside the span that waits for it: a promise runs in the context in which it was made, not in the one that awaits it.',
  'early-context': 'Take the context where the span is active, or pass none: startSpan uses the active one.',
  'shared-variable':
    'A variable of the module is one for all requests that are under way. Keep the span in the context, which each of them has of its own: run the work inside context.with(trace.setSpan(context.active(), span), …), or start the span with startActiveSpan, and pass no context on.',
  generator:
    'A generator runs in the context of whoever asks for its next value. Drive it inside the span that opened it, or bind its next to that context (AsyncResource.bind or context.bind).',
};

function activateFix(fault: Fault, { code }: BoundaryText): Fix {
  const summary = `startSpan alone does not make "${fault.expectedParent?.name ?? 'the span'}" the active span. Run its work inside context.with, or start it with startActiveSpan, which does both.`;
  return (code && activateSpan(code, summary)) ?? { summary, snippet: null };
}
