import type { Evidence, Testimony } from '../evidence/evidence.js';
import type { Confidence, EvidenceStatement, Fix, Mechanism } from '../finding.js';
import { nameBeside } from '../model/questions/name-beside.js';
import type { Span } from '../model/types.js';
import type { BoundaryText, Fault } from './define-rule.js';
import { injectFix } from './inject-fix.js';
import { carryContextFix } from './carry-context.js';
import { spanVariable } from './span-variable.js';

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
  if (fault.mechanism === 'inactive-span') return activateFix(fault, text);
  const advice = ADVICE[fault.mechanism];
  if (advice !== undefined) return { summary: advice, snippet: null };
  if (fault.dependency && !isSite(fault.boundary)) return outsideDependencyFix(text);
  if (fault.mechanism === 'http') return injectFix(text);
  if (CROSSES.has(fault.mechanism)) return carryContextFix(fault, text);
  return {
    summary:
      'Bind the callback to the context in which it is made (context comes from @opentelemetry/api): whoever runs it later does so in a context of its own. Where the other code is yours, bind it there, once, for all callers.',
    snippet: boundCallback(text) ?? 'context.bind(context.active(), callback)',
  };
}

function isSite(boundary: Fault['boundary']): boolean {
  return boundary !== null && 'site' in boundary;
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

/** What goes there is a message, and the context is no part of it. */
const CROSSES: ReadonlySet<Mechanism> = new Set(['worker-thread', 'child-process', 'message']);

/** Where no snippet could be made from the boundary's line alone. */
const ADVICE: Readonly<Partial<Record<Mechanism, string>>> = {
  'early-promise':
    'Start the work inside the span that waits for it: a promise runs in the context in which it was made, not in the one that awaits it.',
  'early-context': 'Take the context where the span is active, or pass none: startSpan uses the active one.',
  'shared-variable':
    'A variable of the module is one for all requests that are under way. Keep the span in the context, which each of them has of its own: run the work inside context.with(trace.setSpan(context.active(), span), …), or start the span with startActiveSpan, and pass no context on.',
  generator:
    'A generator runs in the context of whoever asks for its next value. Drive it inside the span that opened it, or bind its next to that context (AsyncResource.bind or context.bind).',
  payload:
    'Let the job carry its context: put context.active() into it where it is handed over, and run the work inside context.with(job.context, …).',
  'queue-wake':
    'Let the job carry its context: put context.active() into it where it is put on the queue, and work on it inside context.with(job.context, …).',
};

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
  const [wait, fn] = text.async ? ['await ', 'async () =>'] : ['', '() =>'];
  return {
    summary: `startSpan alone does not make "${fault.expectedParent?.name ?? 'the span'}" the active span. Run its work inside context.with (context and trace come from @opentelemetry/api), or start it with startActiveSpan, which does both.`,
    snippet: [
      statementAt(text),
      `${wait}context.with(trace.setSpan(context.active(), ${variable}), ${fn} {`,
      '  // … the work that belongs to it',
      '});',
    ].join('\n'),
  };
}

/** The statement that starts the span, of a line that may hold more. */
function statementAt({ line, column }: BoundaryText): string {
  const start = Math.max(...['const ', 'let ', 'var ', ';', '{'].map((word) => line.lastIndexOf(word, column)), 0);
  const semicolon = line.indexOf(';', column);
  const text = line.slice(
    /[;{]/.test(line[start] ?? '') ? start + 1 : start,
    semicolon === -1 ? undefined : semicolon + 1,
  );
  return text.trim();
}
