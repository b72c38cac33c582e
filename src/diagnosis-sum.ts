import { type Diagnosis, inOrder } from './diagnose.js';
import { SEVERITY_RANK, SPANS_LISTED } from './finding.js';
import type { Fault } from './rules/define-rule.js';

/** A report that is read by people shows no more than about this. */
const EXAMPLE_SPANS = 10_000;

/** More findings than anybody reads: faults of yet other kinds are counted together. */
const MOST_GROUPS = 2_000;

interface Example {
  readonly traceId: string;
  readonly startMs: number;
  readonly rank: number;
  readonly spans: number;
  /** The trace that it should have been in. */
  readonly partner: string | null;
}

interface Summed {
  occurrences: number;
  /** One of each trace, the earliest of the worst first. */
  readonly examples: Example[];
}

/**
 * The sum of many diagnoses, each of some whole traces: all faults are counted, and of each finding some traces are chosen
 * that it can be told by. What is told is the diagnosis of those.
 */
export class DiagnosisSum {
  readonly #groups = new Map<string, Summed>();
  /** Faults of findings that there was no room for. */
  beyond = 0;

  add({ groups }: Diagnosis): void {
    for (const { key, faults, occurrences } of groups) {
      const summed = this.#groups.get(key) ?? { occurrences: 0, examples: [] };
      if (!this.#groups.has(key) && this.#groups.size >= MOST_GROUPS) {
        this.beyond += occurrences;
        continue;
      }
      this.#groups.set(key, summed);
      summed.occurrences += occurrences;
      for (const fault of faults) take(summed.examples, exampleOf(fault));
    }
  }

  /** Ids of the traces that the findings are told by: one of each finding, and as many more as a report has room for. */
  examples(): Set<string> {
    const chosen = new Set<string>();
    let room = EXAMPLE_SPANS;
    for (let nth = 0; nth < SPANS_LISTED; nth++) {
      for (const { examples } of this.#groups.values()) {
        const example = examples[nth];
        if (!example || chosen.has(example.traceId) || (nth > 0 && example.spans > room)) continue;
        room -= example.spans;
        chosen.add(example.traceId);
        if (example.partner !== null) chosen.add(example.partner);
      }
    }
    return chosen;
  }

  /** `diagnosis`: of the examples. */
  total(diagnosis: Diagnosis): Diagnosis {
    const groups = diagnosis.groups.map((group) => ({
      ...group,
      occurrences: this.#groups.get(group.key)?.occurrences ?? group.occurrences,
    }));
    return { ...diagnosis, groups: inOrder(groups) };
  }
}

function exampleOf({ span, severity, expectedParent }: Fault): Example {
  const { trace, startMs } = span;
  const partner = expectedParent && expectedParent.trace !== trace ? expectedParent.trace.id : null;
  return { traceId: trace.id, startMs, rank: SEVERITY_RANK[severity], spans: trace.spans.length, partner };
}

function take(examples: Example[], example: Example): void {
  const last = examples[SPANS_LISTED - 1];
  if (last && compare(last, example) <= 0) return;
  const same = examples.findIndex(({ traceId }) => traceId === example.traceId);
  if (same !== -1) {
    if (compare(examples[same] ?? example, example) <= 0) return;
    examples.splice(same, 1);
  }
  const at = examples.findIndex((other) => compare(other, example) > 0);
  examples.splice(at === -1 ? examples.length : at, 0, example);
  examples.length = Math.min(examples.length, SPANS_LISTED);
}

function compare(a: Example, b: Example): number {
  return a.rank - b.rank || a.startMs - b.startMs || (a.traceId < b.traceId ? -1 : Number(a.traceId > b.traceId));
}
