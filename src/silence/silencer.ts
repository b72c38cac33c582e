/** What stands before the rules in a comment that silences. */
export const SILENCE = 'otel-ctx-doctor-ignore';

/** One rule that a comment silences on one line. */
export interface Silencer {
  /** Absolute path. */
  readonly file: string;
  /** The line on which the comment begins. */
  readonly line: number;
  /** The line on which nothing is to be reported. */
  readonly target: number;
  readonly rule: string;
  readonly reason: string;
}

/** A comment that has no effect, and why. */
export interface UselessSilencer {
  readonly file: string;
  readonly line: number;
  /** As it stands in the comment; `null` where it names none. */
  readonly rule: string | null;
  readonly problem: SilencerProblem;
}

export type SilencerProblem = 'unused' | 'no-reason' | 'no-rule' | 'unknown-rule' | 'unparsed';
