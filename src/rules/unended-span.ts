import type { Boundary, Evidence } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import { interruptedSpans } from '../evidence/interrupted-spans.js';
import type { EvidenceStatement, Fix, Severity } from '../finding.js';
import type { CodeMap } from '../model/code-map.js';
import { hasEnded, isLeftOpen } from '../model/questions/order.js';
import { type Farewell, inLane, type Lane, type Span, type TraceModel } from '../model/types.js';
import { type BoundaryText, defineRule, type Fault } from './define-rule.js';
import { endInFinally } from './end-in-finally.js';
import { neverSettled } from './never-settled.js';
import { spanVariable } from './span-variable.js';

export const unendedSpan = defineRule({
  id: 'unended-span',
  severity: 'error',
  title: 'a span that was never ended',
  why: 'A span that does not end is never exported: its children hang under a parent that the backend has never seen, and the failure that skipped the end is the one that goes missing.',
  needsWitnesses: false,
  missedAt: { none: 'only a run tells of spans that never end: they are not exported' },
  judge: (evidence) => {
    const isInterrupted = interruptedSpans(evidence.model);
    return evidence.model.spans.flatMap((span) => faultOf(span, evidence, isInterrupted(span)) ?? []);
  },
  message: ({ span }) => `"${span.name}" ${fate(span.lane)}.`,
  fix: (fault, text) => (wasCutShort(fault) ? BEFORE_EXIT : inFinally(text)),
});

/** `process.exit` runs no `finally`. */
const BEFORE_EXIT: Fix = {
  summary:
    'End the span before process.exit is called: it runs no finally block. Better still, set process.exitCode and let the program end by itself.',
  snippet: 'process.exitCode = 1; // instead of process.exit(1)',
};

/** Then the call of `process.exit` is the boundary. */
function wasCutShort({ span, boundary }: Fault): boolean {
  return boundary !== null && 'frame' in boundary && boundary.frame === span.lane.farewell?.stack[0];
}

const IN_FINALLY = 'End the span in a finally block, so that it also ends when the work throws.';

function inFinally(text: BoundaryText): Fix {
  // Who ends it elsewhere, and does not always come there, knows better than a template.
  if (text.code)
    return neverSettled(text.code) ?? endInFinally(text.code, IN_FINALLY) ?? { summary: IN_FINALLY, snippet: null };
  const snippet = `try {\n  // … the work\n} finally {\n  ${spanVariable(text)}.end();\n}`;
  return { summary: IN_FINALLY, snippet };
}

function faultOf(span: Span, { nesting, model, code }: Evidence, isInterrupted: boolean): Fault | null {
  if (!isLeftOpen(span) || !span.recording || span.lane.off) return null;
  const { farewell } = span.lane;
  const left = farewell?.by === 'end' || farewell?.by === 'exit';
  const cutShort = farewell?.by === 'exit' && farewell.active !== null && nesting.isWithin(farewell.active, span);
  const unfinished = wasOvertaken(span, model, code) ? 'warning' : 'error';
  const severity: Severity = left && (cutShort || !isInterrupted) ? unfinished : 'info';
  return {
    span,
    severity,
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: (cutShort ? placeOfExit(farewell) : null) ?? startPlace(span),
    statements: [{ witness: 'spans', statement: farewellText(span.lane, cutShort) }, ...interruption(isInterrupted)],
    incident: `unended ${span.index}`,
  };
}

/** Others that were waited for together with it were done first, and its parent went on without it. */
function wasOvertaken({ unfinished, parent, lane, droppedCalls }: Span, model: TraceModel, code: CodeMap): boolean {
  if (!unfinished || !parent || !hasEnded(parent)) return false;
  return droppedCalls.some((number) => {
    const call = model.droppedCalls.get(inLane(lane, number));
    return call !== undefined && code.site(call.site)?.kind === 'kept';
  });
}

function interruption(isInterrupted: boolean): EvidenceStatement[] {
  return isInterrupted
    ? [{ witness: 'spans', statement: 'its work was not done, and others that were started here had ended' }]
    : [];
}

function fate(lane: Lane): string {
  const who = nameOf(lane);
  switch (lane.farewell?.by) {
    case 'end':
      return `was never ended, although ${who} finished`;
    case 'exit':
      return `was never ended, although ${who} left by process.exit`;
    case 'crash':
      return `was still open when ${who} crashed`;
    case 'running':
      return `was still open when the report was made${lane.farewell.who === undefined ? '; its process outlives the program' : ''}`;
    default:
      return `was still open when ${who} was stopped`;
  }
}

/** Threads and child processes have a fate of their own. */
function nameOf({ thread, startedBy, farewell }: Lane): string {
  if (farewell?.who !== undefined) return farewell.who;
  if (thread !== 0) return 'the thread';
  return startedBy === null ? 'the program' : 'the process';
}

function placeOfExit({ stack }: Farewell): Boundary | null {
  const frame = stack[0];
  return frame ? { frame } : null;
}

function farewellText(lane: Lane, cutShort: boolean): string {
  const who = nameOf(lane);
  switch (lane.farewell?.by) {
    case 'end':
      return `${who} ran to its end`;
    case 'exit':
      return `process.exit was called ${cutShort ? 'while the span was active' : 'before the span was ended'}`;
    case 'crash':
      return `${who} crashed while the span was open`;
    case 'running':
      return lane.farewell.who === undefined ? `${who} was still running when the program had ended` : `${who} goes on`;
    default:
      return `${who} was stopped from outside while the span was open`;
  }
}
