import type { FaultGroup } from '../diagnose.js';
import { hasEnded } from '../model/questions/order.js';
import type { Span, Trace, TraceModel } from '../model/types.js';
import { kindName } from './assemble.js';
import type { Report, ReportSpan, ReportTrace } from './report.js';

/** A report is for reading. What is cut is counted in `omitted`. */
const SPANS_OF_A_TRACE = 1000;
const SPANS_IN_ALL = 10_000;

const STATUSES = ['UNSET', 'OK', 'ERROR'] as const;

interface Marks {
  readonly findings: number[];
  expected: string | null | undefined;
}

/** Traces with findings first, each flat, a parent before its children. */
export function reportedTraces(model: TraceModel, groups: readonly FaultGroup[]): Pick<Report, 'traces' | 'omitted'> {
  const marks = marksOf(groups);
  const origin = model.spans[0] ? model.spans[0].lane.origin + model.spans[0].startMs : 0;
  const traces: ReportTrace[] = [];
  let room = SPANS_IN_ALL;
  let omittedSpans = 0;
  for (const trace of worstFirst(model, groups)) {
    const listed = room <= 0 ? [] : parentsFirst(trace, Math.min(room, SPANS_OF_A_TRACE));
    room -= listed.length;
    omittedSpans += trace.spans.length - listed.length;
    if (listed.length === 0) continue;
    traces.push({
      traceId: trace.id,
      spans: listed.map((span) => reportSpan(span, origin, marks.get(span))),
      omittedSpans: trace.spans.length - listed.length,
    });
  }
  return { traces, omitted: { traces: model.traces.length - traces.length, spans: omittedSpans } };
}

function marksOf(groups: readonly FaultGroup[]): Map<Span, Marks> {
  const marks = new Map<Span, Marks>();
  groups.forEach((group, index) => {
    for (const { span, expectedParent, mechanism } of group.faults) {
      const mark = marks.get(span) ?? { findings: [], expected: undefined };
      if (mark.findings.at(-1) !== index) mark.findings.push(index);
      if (expectedParent && expectedParent !== span.parent) mark.expected = expectedParent.id;
      else if (mechanism === 'leaked-context') mark.expected = null;
      marks.set(span, mark);
    }
  });
  return marks;
}

/** Traces with findings, and those in which the misplaced spans should have been, before all others. */
function worstFirst(model: TraceModel, groups: readonly FaultGroup[]): Trace[] {
  const first = new Set<Trace>();
  for (const { faults } of groups) {
    for (const { span, expectedParent } of faults) {
      first.add(span.trace);
      if (expectedParent) first.add(expectedParent.trace);
    }
  }
  return [...first, ...model.traces.filter((trace) => !first.has(trace))];
}

/** Depth first, siblings in the order of their starts, iterative; at most `limit`. */
function parentsFirst(trace: Trace, limit: number): Span[] {
  const children = new Map<Span | null, Span[]>();
  for (const span of trace.spans) {
    const parent = span.parent?.trace === trace ? span.parent : null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }
  const listed = new Set<Span>();
  const pending = (children.get(null) ?? []).toReversed();
  // Spans on a circle of parents hang under no root: they come last.
  let nextUnreached = 0;
  while (listed.size < limit) {
    const span = pending.pop() ?? trace.spans[nextUnreached++];
    if (!span) break;
    if (listed.has(span)) continue;
    listed.add(span);
    for (const child of (children.get(span) ?? []).toReversed()) pending.push(child);
  }
  return [...listed];
}

function reportSpan(span: Span, origin: number, marks: Marks | undefined): ReportSpan {
  const ended = hasEnded(span);
  return {
    name: span.name,
    spanId: span.id,
    parentSpanId: span.parentId,
    kind: kindName(span.kind),
    status: STATUSES[span.status] ?? 'UNSET',
    process: span.lane.process,
    thread: span.lane.thread,
    startMs: milliseconds(span.lane.origin + span.startMs - origin),
    durationMs: ended ? milliseconds(span.endMs - span.startMs) : null,
    ended,
    findings: marks?.findings ?? [],
    ...(span.attributes ? { attributes: span.attributes } : {}),
    ...(marks?.expected === undefined ? {} : { expectedParentSpanId: marks.expected }),
  };
}

function milliseconds(value: number): number {
  return Math.round(value * 1000) / 1000;
}
