import type { Severity } from '../../finding.js';
import type { StoredTrace } from '../../receiver/trace-store.js';
import type { JudgedTrace } from './judge-slice.js';

/** What is told of a finding as soon as it is found. */
export interface LiveFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

/** More than a screen of them nobody reads as they come. */
const TOLD_AT_MOST = 100;
const COUNTED_AT_MOST = 10_000;

/** Judges traces when they have gone quiet, for who looks on: the report is made of all of them, at the end. */
export class LiveFindings {
  readonly #tell: (finding: LiveFinding) => void;
  readonly #seen = new WeakMap<StoredTrace, number>();
  readonly #found = new Set<string>();

  constructor(tell: (finding: LiveFinding) => void) {
    this.#tell = tell;
  }

  /** Errors and warnings so far. */
  get count(): number {
    return this.#found.size;
  }

  /** Nobody has looked at it since its last span came. */
  isNew(trace: StoredTrace): boolean {
    return this.#seen.get(trace) !== trace.spans.length;
  }

  add(judged: readonly JudgedTrace[]): void {
    for (const { stored, faults } of judged) {
      this.#seen.set(stored, stored.spans.length);
      for (const { key, rule, severity, message } of faults) {
        if (severity === 'info' || this.#found.has(key) || this.#found.size >= COUNTED_AT_MOST) continue;
        this.#found.add(key);
        if (this.#found.size <= TOLD_AT_MOST) this.#tell({ rule, severity, message: message() });
      }
    }
  }
}
