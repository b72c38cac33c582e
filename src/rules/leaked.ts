import type { Evidence } from '../evidence/evidence.js';
import type { LeakedContext } from '../evidence/leaked-context.js';
import type { Fix } from '../finding.js';
import type { Span } from '../model/types.js';
import { calleeNameOf, callAt } from '../source/call-at.js';
import type { CodeAt } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { pathTo, unwrapped } from '../source/tree.js';
import { aroundRest } from './around-rest.js';
import type { BoundaryText, Fault } from './define-rule.js';
import { inRootContext } from './root-context.js';

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

const START_OUTSIDE =
  'What is started once and lives on belongs to nobody: start it in the root context, so that its later spans are roots of their own.';

export function startOutsideFix({ code }: BoundaryText): Fix {
  return (code && inRootContext(code, START_OUTSIDE)) ?? { summary: START_OUTSIDE, snippet: null };
}

const LEAVE_AGAIN =
  'A context that was entered stays active until another one is. Run the work inside context.with (or run() of the AsyncLocalStorage), which puts back what was active before; where that cannot be had, dispose of the token that attach() returned, or enter the context from before again.';

export function leaveAgainFix({ code }: BoundaryText): Fix {
  return (code && runInstead(code)) ?? { summary: LEAVE_AGAIN, snippet: null };
}

/** `storage.enterWith(x); …` becomes `storage.run(x, () => { … });`. */
function runInstead(code: CodeAt): Fix | null {
  const call = callAt(code);
  const callee = call && unwrapped(call.callee);
  if (!call || callee?.type !== 'MemberExpression' || calleeNameOf(call) !== 'enterWith') return null;
  const [store] = call.arguments;
  const path = pathTo(code.source, call.start, call.end);
  if (!store || path.at(-2)?.type !== 'ExpressionStatement') return null;
  const head = `${textOf(code.source, callee.object)}.run(${textOf(code.source, store)}, `;
  return aroundRest(code, path, { summary: LEAVE_AGAIN, head, replaces: true });
}
