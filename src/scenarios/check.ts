import type { Mechanism, Severity } from '../finding.js';
import type { Variant } from './catalogue.js';

/** What a scenario's author wrote down of one finding. */
export interface ExpectedFinding {
  readonly rule: string;
  readonly mechanism: string;
  /** The boundary's source line, without the space around it. */
  readonly source: string;
  /** `null`: any. */
  readonly severity: string | null;
}

export interface FoundFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly mechanism: Mechanism | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly source: string | null;
}

/** One program of a scenario: what it should give, and what it gave. */
export interface ProgramCheck {
  readonly program: string;
  readonly variant: Variant;
  readonly expected: readonly ExpectedFinding[];
  readonly found: readonly FoundFinding[];
  /** What went wrong besides: the program failed, or we did. */
  readonly problems: readonly string[];
  readonly agrees: boolean;
  /** From start to report. */
  readonly durationMs: number;
}

export interface ScenarioCheck {
  readonly slug: string;
  readonly title: string;
  /** Not run: these packages are missing. */
  readonly missing: readonly string[];
  /** The broken one first; empty where packages are missing. */
  readonly programs: readonly ProgramCheck[];
}
