import type { Outcome } from '../report/report.js';

/** Of what is no run of a program, or one that goes on. */
export const NO_OUTCOME: Outcome = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 0,
  stoppedBy: null,
  ready: null,
  drive: null,
};
