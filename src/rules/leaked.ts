import type { Evidence } from '../evidence/evidence.js';
import type { LeakedContext } from '../evidence/leaked-context.js';
import type { Fix } from '../finding.js';
import type { Span } from '../model/types.js';
import type { Fault } from './define-rule.js';

/** What `outlives-parent` and `trace-mismatch` say of spans that should have been roots. */
export function leakedSpans({ leaked }: Evidence, by: LeakedContext['by']): Fault[] {
  return [...leaked].flatMap(([span, leak]) => (leak.by === by ? [leakFault(span, leak)] : []));
}

/** Whose work it is now: nobody's. */
function leakFault(span: Span, { boundary, witness, statement, incident }: LeakedContext): Fault {
  return {
    span,
    severity: 'error',
    confidence: 'certain',
    mechanism: 'leaked-context',
    expectedParent: null,
    boundary,
    statements: [{ witness, statement }],
    incident,
  };
}

export const START_OUTSIDE: Fix = {
  summary:
    'What is started once and lives on belongs to nobody: start it in the root context, so that its later spans are roots of their own (context and ROOT_CONTEXT come from @opentelemetry/api).',
  snippet: 'context.with(ROOT_CONTEXT, () => {\n  // … start the timer, server or listener here\n});',
};

export const LEAVE_AGAIN: Fix = {
  summary:
    'A context that was entered stays active until another one is. Run the work inside context.with, which puts back what was active before; where that cannot be had, dispose of the token that attach() returned, or enter the context from before again.',
  snippet: 'context.with(trace.setSpan(context.active(), span), () => {\n  // … the work that belongs to it\n});',
};
