import type { Boundary, Evidence } from '../evidence/evidence.js';
import { failuresByOrigin } from '../evidence/failures.js';
import { startPlace } from '../evidence/start-place.js';
import type { Fix, Severity } from '../finding.js';
import { type Failure, inLane, type Span } from '../model/types.js';
import { type BoundaryText, defineRule, type Fault, type FaultStatement } from './define-rule.js';
import { recordError, spanAtCall } from './record-error.js';
import { spanVariable } from './span-variable.js';

export const unrecordedError = defineRule({
  id: 'unrecorded-error',
  severity: 'warning',
  title: 'a span whose work failed, and which says nothing of that',
  why: 'In JavaScript startActiveSpan neither records the error that its function throws nor sets a status (in Python it does both). The failed request looks like all others: it is not found by its status, counts in no error rate, and a sampler that keeps what failed drops it.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells whether the work of a span failed' },
  judge: (evidence) =>
    [...failuresByOrigin(evidence.model)].flatMap(([span, outer]) => faultOf(span, outer, evidence) ?? []),
  message: ({ span }) =>
    `The work of "${span.name}" failed${span.failure?.errorName ? ` with ${withArticle(span.failure.errorName)}` : ''}, and the span says nothing of it.`,
  fix: ({ span }, text) =>
    (text.code && recordError(text.code, IN_CATCH, span.failure?.rejected === true)) ?? byHand(text),
});

const IN_CATCH =
  'Catch the error, record it and set the status, and throw it again. A helper that starts the span, and does this for all who use it, is worth its lines.';

function byHand(text: BoundaryText): Fix {
  const variable = (text.code && spanAtCall(text.code)) ?? variableIn(text);
  const error = text.code?.source.language === 'javascript' ? 'error' : 'error as Error';
  return {
    summary: `${IN_CATCH} (SpanStatusCode comes from @opentelemetry/api.)`,
    snippet: `} catch (error) {\n  ${variable}.recordException(${error});\n  ${variable}.setStatus({ code: SpanStatusCode.ERROR });\n  throw error;\n} finally {\n  ${variable}.end();\n}`,
  };
}

const SET_SPAN = /setSpan\([^,]*(?:\(\))?,\s*([\w$.#]+)\s*\)/;

/** What the user calls the span where it is started, or where it is made active. */
function variableIn(text: BoundaryText): string {
  return SET_SPAN.exec(text.line)?.[1] ?? spanVariable(text);
}

function faultOf(span: Span, outer: readonly Span[], { code, model }: Evidence): Fault | null {
  const { failure, lane } = span;
  if (!failure || !span.sampled || span.site === null || lane.off) return null;
  if (failure.error !== null && model.recordedErrors.has(inLane(lane, failure.error))) return null;
  const severity = severityOf(span, failure, outer);
  if (severity === null) return null;
  return {
    span,
    severity,
    confidence: severity === 'warning' ? 'likely' : 'possible',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: boundaryOf(span, failure),
    statements: [
      { witness: 'spans', statement: failureText(failure, code.site(span.site)?.callee) },
      ...passedOn(outer),
    ],
    incident: `unrecorded ${span.index}`,
    contexts: [],
  };
}

const ERROR_STATUS = 2;

/**
 * Of one that nobody has caught in a span, or that failed the span in which it was caught, the trace should tell where it
 * came up. Who caught it and went on well had expected it, and may see it as no failure.
 */
function severityOf(span: Span, { rejected, byWith }: Failure, outer: readonly Span[]): Severity | null {
  const top = outer.at(-1) ?? span;
  const catcher = top.parent;
  const isFailed =
    catcher === null ? rejected && top.parentId === null : catcher.status === ERROR_STATUS || catcher.failure !== null;
  // What `with` was given may have failed, and its caller have made up for it, in the same span.
  if (byWith && outer.length === 0) return isFailed && catcher !== null ? 'warning' : null;
  return isFailed ? 'warning' : 'info';
}

function boundaryOf(span: Span, { stack: [frame] }: Failure): Boundary | null {
  return frame ? { frame } : startPlace(span);
}

function failureText({ rejected, errorName }: Failure, callee: string | undefined): string {
  const what = callee === 'startActiveSpan' ? 'the function given to startActiveSpan' : 'the function given to with()';
  const error = errorName === null ? '' : ` with ${withArticle(errorName)}`;
  const how = rejected ? `the promise of ${what} was rejected${error}` : `${what} threw`;
  return `${how}; when the span ended, it had no status, and nothing had been recorded of how it went`;
}

function passedOn(outer: readonly Span[]): FaultStatement[] {
  if (outer.length === 0) return [];
  const names = [...new Set(outer.map(({ name }) => `"${name}"`))];
  return [{ witness: 'spans', statement: `it went on through ${names.join(', ')}, of which the same is true` }];
}

function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
