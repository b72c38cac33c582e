/** Findings that are known, and no failure. No line numbers, ids or times: it changes only when they do. */
export interface Baseline {
  /** What was run. Of another program one cannot tell what is fixed. */
  readonly program: string;
  readonly findings: readonly KnownFinding[];
}

export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly file: string | null;
  readonly function: string | null;
  /** The boundary's line, or else what the finding says. For people. */
  readonly source: string;
}
