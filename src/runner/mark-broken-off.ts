import type { Lane } from '../model/types.js';
import type { Outcome } from '../report/report.js';

/** What a shell makes of a signal begins here: then a process below it may have been killed. */
const FIRST_SIGNAL_CODE = 128;

/**
 * A program that ended by itself said good-bye. Where its recording does not have that, its end was cut off: nobody knows what
 * became of what was open.
 */
export function markBrokenOff(lanes: readonly Lane[], { exitCode, timedOut, stoppedBy }: Outcome): void {
  if (exitCode === null || exitCode >= FIRST_SIGNAL_CODE || timedOut || stoppedBy !== null) return;
  for (const lane of lanes) {
    const isProgram = lane.thread === 0 && lane.startedBy === null;
    if (isProgram && lane.farewell === null) lane.lostAfter = Number.POSITIVE_INFINITY;
  }
}
