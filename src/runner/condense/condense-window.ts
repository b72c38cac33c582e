import { diagnose, type FaultGroup } from '../../diagnose.js';
import { weigh } from '../../evidence/verdict.js';
import type { CodeMap } from '../../model/code-map.js';
import { hasEnded } from '../../model/questions/order.js';
import type { Span, TraceModel } from '../../model/types.js';
import type { Dropped } from '../../readers/dropped.js';
import { RULES } from '../../rules/index.js';
import type { RunEvidence } from '../judge.js';
import { chooseDropped, type Sweep } from './choose.js';
import { keptLines } from './kept-lines.js';
import { rewriteWindow } from './rewrite-window.js';
import { readWindow, type WindowLane } from './window.js';

export interface Condensed {
  readonly dropped: Omit<Dropped, 'limitMb'>;
  /** The segments that were written anew, and whether more may go from each later. */
  readonly files: readonly { readonly name: string; readonly undecided: boolean }[];
}

/** Judges a few segments and writes them anew, without the spans that may go. */
export function condenseWindow(
  folder: string,
  windowLanes: readonly WindowLane[],
  code: CodeMap,
  evidence: RunEvidence,
  sweep: Sweep,
): Condensed {
  const window = readWindow(folder, windowLanes);
  const judged = (model: TraceModel): readonly FaultGroup[] =>
    diagnose(RULES, weigh(model, code, evidence), { severities: new Map() }).groups;
  const groups = judged(window.model);
  const { spans: going, findings, unjudged } = chooseDropped(window, groups, sweep);
  const kept = keptLines(window, going, sweep.need);
  const spokenOf = new Set([...window.touched].map((span) => span.trace));
  const undecided = new Set(window.model.traces.filter((trace) => spokenOf.has(trace) || !trace.spans.every(hasEnded)));
  const rewriting = rewriteWindow(folder, windowLanes, window, going, kept, undecided);
  // Whoever was innocent beside the others stays innocent without them.
  const accused = new Set(groups.flatMap(accusations));
  const invented = judged(rewriting.model).flatMap(({ rule, faults }) =>
    faults.filter(({ span }) => !accused.has(accusation(rule.id, span))).map(({ span }) => span),
  );
  if (invented.length > 0) rewriting.strip(new Set(invented));
  rewriting.commit();
  return {
    dropped: { ...counted(going, kept.stubs), findings: Object.fromEntries(findings), unjudged },
    files: rewriting.files,
  };
}

function accusations({ rule, faults }: FaultGroup): string[] {
  return faults.map(({ span }) => accusation(rule.id, span));
}

function accusation(rule: string, { lane, number }: Span): string {
  return `${rule} ${lane.index} ${number}`;
}

function counted(going: ReadonlySet<Span>, stubs: ReadonlySet<Span>): { spans: number; traces: number; roots: number } {
  const gone = [...going].filter((span) => !stubs.has(span));
  const left = new Map([...new Set(gone.map(({ trace }) => trace))].map((trace) => [trace, trace.spans.length]));
  let roots = 0;
  for (const { trace, parentId } of gone) {
    left.set(trace, (left.get(trace) ?? 0) - 1);
    if (parentId === null) roots++;
  }
  const traces = [...left].filter(([trace, spans]) => spans === 0 && !trace.isRest).length;
  return { spans: gone.length, traces, roots };
}
