import type { SpanKindName } from '../finding.js';
import type { Report } from '../report/report.js';

export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanKindName;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** Its parent's name, `null` for a root, and for a parent that was not recorded. */
  readonly parent: string | null;
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  readonly ended: boolean;
}

/** What `recordTrace` has recorded. */
export interface RecordedTrace<Result = unknown> {
  /** What the function returned, or its promise gave. */
  readonly result: Result;
  /** In the order of their starts. */
  readonly spans: readonly RecordedSpan[];
  /** The same report as that of the command line. */
  readonly report: Report;
  /** `spans`: nobody saw whose work was done where, so a root that should have had a parent is not found. */
  readonly evidence: 'full' | 'light' | 'spans';
  /** Why there is no more evidence than spans; `null` where there is. */
  readonly spansOnlyBecause: string | null;
  /** Names, kinds, parents and counts, a line each: no ids and no times, so that it can be a snapshot. */
  tree(): string;
  /** The findings, as the command line shows them. */
  toString(): string;
}
