import type { Outcome } from './report.js';

/** Ctrl-C, `--duration` and the end of `--drive` are how one stops a server: what they stop did not fail by that. */
export function programFailed({ exitCode, signal, timedOut, stoppedBy, ready, drive }: Outcome): boolean {
  if (stoppedBy === 'interrupt') return false;
  if (timedOut || ready === false) return true;
  if (stoppedBy === 'duration') return false;
  if (drive !== null && drive.exitCode !== 0) return true;
  return stoppedBy === null && (signal !== null || exitCode !== 0);
}
