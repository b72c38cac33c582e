import type { Boundary, Evidence } from '../evidence/evidence.js';
import type { Severity } from '../finding.js';
import { hasEnded } from '../model/questions/order.js';
import type { Farewell, Lane, Span } from '../model/types.js';
import { startPlace } from '../evidence/start-place.js';
import { defineRule, type Fault } from './define-rule.js';
import { spanVariable } from './span-variable.js';

export const unendedSpan = defineRule({
  id: 'unended-span',
  severity: 'error',
  title: 'a span that was never ended',
  why: 'A span that does not end is never exported: its children hang under a parent that the backend has never seen, and the failure that skipped the end is the one that goes missing.',
  needsWitnesses: false,
  judge: (evidence) => evidence.model.spans.flatMap((span) => faultOf(span, evidence) ?? []),
  message: ({ span }) => `"${span.name}" ${fate(span.lane)}.`,
  fix: (_, text) => ({
    summary: 'End the span in a finally block, so that it also ends when the work throws.',
    snippet: `try {\n  // … the work\n} finally {\n  ${spanVariable(text)}.end();\n}`,
  }),
});

function faultOf(span: Span, { nesting }: Evidence): Fault | null {
  if (hasEnded(span) || !span.recording || span.lane.off) return null;
  const { farewell } = span.lane;
  const severity: Severity =
    farewell === null || farewell.by === 'crash' || farewell.by === 'signal' ? 'info' : 'error';
  const cutShort = farewell?.by === 'exit' && farewell.active !== null && nesting.isWithin(farewell.active, span);
  return {
    span,
    severity,
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: (cutShort ? placeOfExit(farewell) : null) ?? startPlace(span),
    statements: [{ witness: 'spans', statement: farewellText(span.lane, cutShort) }],
    incident: `unended ${span.index}`,
  };
}

function fate(lane: Lane): string {
  const { farewell } = lane;
  if (farewell === null || farewell.by === 'signal') return `was still open when ${who(lane)} was stopped`;
  if (farewell.by === 'crash') return `was still open when ${who(lane)} crashed`;
  return `was never ended, although ${who(lane)} ${farewell.by === 'exit' ? 'left by process.exit' : 'finished'}`;
}

/** Threads and child processes have a fate of their own. */
function who({ thread, startedBy }: Lane): string {
  if (thread !== 0) return 'the thread';
  return startedBy === null ? 'the program' : 'the process';
}

function placeOfExit({ stack }: Farewell): Boundary | null {
  const frame = stack[0];
  return frame ? { frame } : null;
}

function farewellText(lane: Lane, cutShort: boolean): string {
  const { farewell } = lane;
  if (farewell === null || farewell.by === 'signal')
    return `${who(lane)} was stopped from outside while the span was open`;
  if (farewell.by === 'crash') return `${who(lane)} crashed while the span was open`;
  if (cutShort) return 'process.exit was called while the span was active';
  return farewell.by === 'exit' ? 'process.exit was called before the span was ended' : `${who(lane)} ran to its end`;
}
