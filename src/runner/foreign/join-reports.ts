import { SEVERITIES } from '../../finding.js';
import type { Report, ReportTrace } from '../../report/report.js';
import { joinTraces } from './join-traces.js';

/** What a report of recorded spans and one of received ones are to become one with. */
export interface Joining {
  /** By how much later the first span of the second is than that of the first. */
  readonly laterMs: number;
  /** In both together. */
  readonly traces: number;
}

/** One report of a run: what was recorded in Node, and what others sent. */
export function joinReports(first: Report, second: Report, { laterMs, traces }: Joining): Report {
  const findings = [...first.findings, ...second.findings];
  const order = mergedOrder(first.findings, second.findings);
  const places = new Map(order.map((from, to) => [from, to]));
  const earlier = Math.max(0, -laterMs);
  return {
    ...first,
    runtime: {
      ...first.runtime,
      processes: first.runtime.processes + second.runtime.processes,
      threads: first.runtime.threads + second.runtime.threads,
    },
    summary: {
      ...first.summary,
      spans: first.summary.spans + second.summary.spans,
      traces,
      roots: first.summary.roots + second.summary.roots,
      errors: first.summary.errors + second.summary.errors,
      warnings: first.summary.warnings + second.summary.warnings,
      infos: first.summary.infos + second.summary.infos,
      silenced: first.summary.silenced + second.summary.silenced,
      healthy: first.summary.healthy && second.summary.healthy,
      whyNoSpans: first.summary.spans + second.summary.spans > 0 ? [] : first.summary.whyNoSpans,
    },
    findings: order.flatMap((from) => findings[from] ?? []),
    silenced: [...first.silenced, ...second.silenced],
    traces: joinTraces(
      placed(first.traces, earlier, (index) => places.get(index)),
      placed(second.traces, Math.max(0, laterMs), (index) => places.get(index + first.findings.length)),
    ),
    omitted: {
      traces: first.omitted.traces + second.omitted.traces,
      spans: first.omitted.spans + second.omitted.spans,
    },
    skippedRules: [
      ...first.skippedRules,
      ...second.skippedRules.filter(({ rule }) => !first.skippedRules.some((skipped) => skipped.rule === rule)),
    ].sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    setup: [...first.setup, ...second.setup],
    dropped: {
      events: first.dropped.events + second.dropped.events,
      reason: [first.dropped.reason, second.dropped.reason].filter((reason) => reason !== null).join('; ') || null,
    },
  };
}

/** Worst first, each in its own order: in that, causes stand before what follows from them. */
function mergedOrder(first: Report['findings'], second: Report['findings']): number[] {
  const order: number[] = [];
  let taken = 0;
  const takeWhile = (isNext: (rank: number) => boolean): void => {
    for (let finding = second[taken]; finding && isNext(rankOf(finding)); finding = second[taken])
      order.push(first.length + taken++);
  };
  first.forEach((finding, index) => {
    takeWhile((rank) => rank < rankOf(finding));
    order.push(index);
  });
  takeWhile(() => true);
  return order;
}

function rankOf({ severity }: Report['findings'][number]): number {
  return SEVERITIES.indexOf(severity);
}

function placed(
  traces: readonly ReportTrace[],
  laterMs: number,
  place: (index: number) => number | undefined,
): ReportTrace[] {
  return traces.map((trace) => ({
    ...trace,
    spans: trace.spans.map((span) => ({
      ...span,
      startMs: span.startMs + laterMs,
      findings: span.findings.flatMap((index) => place(index) ?? []),
    })),
  }));
}
