import { diagnose } from '../../diagnose.js';
import { ofFinished } from '../../evidence/of-finished.js';
import type { Severity } from '../../finding.js';
import { buildFinished } from '../../model/build-finished.js';
import { namePattern } from '../../model/questions/name-pattern.js';
import type { Span, Trace } from '../../model/types.js';
import type { FinishedSpan } from '../../protocol/finished-span.js';
import { CONSUMER, SERVER } from '../../protocol/span-kind.js';
import type { StoredTrace } from '../../receiver/trace-store.js';
import type { Fault } from '../../rules/define-rule.js';
import { RULES } from '../../rules/index.js';
import type { JudgeRequest } from '../judge.js';

export interface JudgedTrace {
  readonly stored: StoredTrace;
  /** A record that is there twice counts once. */
  readonly spans: number;
  readonly roots: number;
  readonly faults: readonly KeyedFault[];
  /** What kinds of spans it has. */
  readonly kind: string;
}

export interface KeyedFault {
  /** Of its group. */
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  message(): string;
  /** Other traces without which nobody would object. */
  readonly needs: readonly string[];
}

/** Two show that there are several. */
const NEEDED = 2;

/** Judges some traces among others, of which only counts what their processes were at work on. */
export function judgeSlice(
  slice: readonly StoredTrace[],
  others: Iterable<FinishedSpan>,
  { severities, ruleOptions }: Pick<JudgeRequest, 'severities' | 'ruleOptions'>,
): JudgedTrace[] {
  const spans = slice.flatMap((trace) => trace.spans);
  const model = buildFinished([...spans, ...entriesBeside(spans, others)]);
  const { groups } = diagnose(RULES, ofFinished(model), { severities, ...(ruleOptions ? { ruleOptions } : {}) });
  const faults = new Map<Trace, KeyedFault[]>();
  for (const { key, rule, severity, faults: ofGroup } of groups) {
    for (const fault of ofGroup) {
      const { trace } = fault.span;
      const known = faults.get(trace) ?? [];
      known.push({ key, rule: rule.id, severity, message: () => rule.message(fault), needs: needsOf(fault) });
      faults.set(trace, known);
    }
  }
  const traces = new Map(model.traces.map((trace) => [trace.id, trace]));
  return slice.flatMap((stored): JudgedTrace[] => {
    const trace = traces.get(stored.id);
    if (!trace) return [];
    const roots = trace.spans.reduce((sum, { parentId }) => sum + (parentId === null ? 1 : 0), 0);
    return [{ stored, spans: trace.spans.length, roots, faults: faults.get(trace) ?? [], kind: kindOf(trace) }];
  });
}

/** Only roots that begin in the middle of something are compared with other traces. */
function entriesBeside(spans: readonly FinishedSpan[], others: Iterable<FinishedSpan>): FinishedSpan[] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    const { parentId, startMs, endMs } = span;
    if (parentId !== null || isEntry(span)) continue;
    from = Math.min(from, startMs ?? from);
    to = Math.max(to, endMs ?? to);
  }
  const beside: FinishedSpan[] = [];
  if (from > to) return beside;
  for (const span of others)
    if (isEntry(span) && (span.startMs ?? to) < to && (span.endMs ?? from) > from) beside.push(span);
  return beside;
}

/** Where work begins that came from elsewhere, of a process that can be told from others. */
export function isEntry({ kind, origin }: FinishedSpan): boolean {
  return origin.process !== null && (kind === SERVER || kind === CONSUMER);
}

function needsOf({ span, expectedParent, shownBy = [] }: Fault): string[] {
  const needed = [...(expectedParent ? [expectedParent] : []), ...shownBy].slice(0, NEEDED);
  return [...new Set(needed.map(({ trace }) => trace.id))].filter((id) => id !== span.trace.id);
}

function kindOf({ spans }: Trace): string {
  return [...new Set(spans.map(kindOfSpan))].sort().join('\n');
}

function kindOfSpan(span: Span): string {
  const { kind, scope, lane, parentId, parentIsRemote, links } = span;
  const begins = parentId === null ? 'root' : parentIsRemote ? 'remote' : '';
  return [kind, lane.madeBy?.service, scope, namePattern(span), begins, links.length > 0 ? 'links' : ''].join(' ');
}
