import type { Evidence, Testimony } from '../evidence/evidence.js';
import type { Fix } from '../finding.js';
import { nameBeside } from '../model/questions/name-beside.js';
import type { Span } from '../model/types.js';
import type { BoundaryText, Fault } from './define-rule.js';
import { spanVariable } from './span-variable.js';

/** Where a span is, seen from where it should be. */
export type Displacement = 'orphan' | 'other-trace' | 'same-trace';

function displacementOf(span: Span, expected: Span): Displacement {
  if (span.parent === null && span.parentId === null) return 'orphan';
  return span.trace === expected.trace ? 'same-trace' : 'other-trace';
}

/** What `orphan-span`, `trace-mismatch` and `wrong-parent` have in common: they differ in where the span ended up. */
export function misplacedSpans(
  evidence: Evidence,
  displacement: Displacement,
  severity: (testimony: Testimony) => Fault['severity'],
): Fault[] {
  const faults: Fault[] = [];
  for (const [span, testimony] of evidence.misplaced) {
    if (displacementOf(span, testimony.expected) !== displacement) continue;
    faults.push({
      span,
      severity: severity(testimony),
      confidence: testimony.confidence,
      mechanism: testimony.mechanism,
      expectedParent: testimony.expected,
      boundary: testimony.boundary,
      dependency: testimony.dependency ?? null,
      statements: [{ witness: testimony.witness, statement: testimony.statement }],
      incident: testimony.incident,
    });
  }
  return faults;
}

/** The parent that a misplaced span has, for a sentence. */
export function parentOf(span: Span, expected: Span | null): string {
  return span.parent ? nameBeside(span.parent, expected) : 'a parent that was not recorded';
}

/** How to keep the context, by the way in which it was lost. */
export function keepContextFix(fault: Fault, text: BoundaryText): Fix {
  if (fault.mechanism === 'inactive-span') return activateFix(fault, text);
  if (fault.boundary === null || !('site' in fault.boundary)) return outsideDependencyFix(text);
  return {
    summary:
      'Bind the callback to the context in which it is made: whoever runs it later does so in a context of its own. Where the other code is yours, bind it there, once, for all callers.',
    snippet: boundCallback(text) ?? 'context.bind(context.active(), callback)',
  };
}

/** A dependency's callback was lost, between a call and an answer that are both not the user's to change. */
function outsideDependencyFix({ line }: BoundaryText): Fix {
  const middleware = /\bnext\(\)/.test(line);
  return {
    summary: middleware
      ? 'The package calls back in a context of its own, and all that comes after it runs there. Bind the `next` that it is given; a newer version of it may do so itself.'
      : 'The package calls back in a context of its own. Bind the function that it is given, or wrap the call in a promise: what comes after an `await` has its context again. A newer version of the package may keep it by itself.',
    snippet: middleware
      ? '(request, response, next) => middleware(request, response, context.bind(context.active(), next))'
      : 'context.bind(context.active(), callback)',
  };
}

/** The user's own lines with `context.bind(context.active(), …)` around the function. */
function boundCallback({ block, literal }: BoundaryText): string | null {
  if (!literal) return null;
  const lines = [...block];
  const last = lines[literal.to.line];
  if (last === undefined) return null;
  lines[literal.to.line] = `${last.slice(0, literal.to.column)})${last.slice(literal.to.column)}`;
  const first = lines[literal.from.line];
  if (first === undefined) return null;
  lines[literal.from.line] =
    `${first.slice(0, literal.from.column)}context.bind(context.active(), ${first.slice(literal.from.column)}`;
  return folded(lines, literal.from.line, literal.to.line);
}

const LINES_SHOWN_WHOLE = 8;

function folded(lines: readonly string[], from: number, to: number): string {
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  const cut = lines.map((line) => line.slice(indent));
  if (cut.length <= LINES_SHOWN_WHOLE) return cut.join('\n');
  return [...cut.slice(0, from + 1), '  // …', ...cut.slice(to)].join('\n');
}

function activateFix(fault: Fault, text: BoundaryText): Fix {
  const variable = spanVariable(text);
  const start = text.line.trim();
  const with_ = `context.with(trace.setSpan(context.active(), ${variable}), async () => {`;
  return {
    summary: `Make "${fault.expectedParent?.name ?? 'the span'}" the active span while its work runs: startSpan alone does not. startActiveSpan does both.`,
    snippet: [start, with_, `  // … the work that belongs to it`, `});`, `${variable}.end();`].join('\n'),
  };
}
