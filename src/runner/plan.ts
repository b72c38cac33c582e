import type { Readiness } from './readiness.js';

/** When a program counts as ready, what is done with it then, and when it is stopped. All times are seconds. */
export interface Plan {
  /** Stops the program, as a failure. `null`: never. */
  readonly timeout: number | null;
  /** Stops the program, as what was asked for: counted from when it is ready. `null`: never. */
  readonly duration: number | null;
  /** What a program gets between being asked to stop and being made to. */
  readonly grace: number;
  /** `null`: nobody waits for it. */
  readonly ready: Readiness | null;
  readonly readyTimeout: number;
  /** A shell command that is run against the program when it is ready; the program is stopped after it. */
  readonly drive: string | null;
}

/** As long as `docker stop` would wait is longer than anybody likes to look at a terminal: half of that. */
export const GRACE_SECONDS = 5;

/** Slow to build and to connect to its databases, and still alive. */
export const READY_SECONDS = 60;

/** Runs to its own end. */
export const NO_PLAN: Plan = {
  timeout: null,
  duration: null,
  grace: GRACE_SECONDS,
  ready: null,
  readyTimeout: READY_SECONDS,
  drive: null,
};
