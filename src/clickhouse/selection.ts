/** Which traces are looked at: those that have a span here. */
export interface Selection {
  readonly since: Date | null;
  readonly until: Date | null;
  /** Traces that one of these takes part in; all, if there is none. */
  readonly services: readonly string[];
  /** The part of the traces, above 0 and up to 1. */
  readonly sample: number;
}

export const ALL: Selection = { since: null, until: null, services: [], sample: 1 };
