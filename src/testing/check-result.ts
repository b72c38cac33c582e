/** What a matcher of any test framework wants to know. */
export interface CheckResult {
  readonly pass: boolean;
  /** Why it failed; of one that passed, why `not` fails. */
  message(): string;
}
