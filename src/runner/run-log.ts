import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_LOG, type RunLogLine } from '../protocol/run-log.js';

/** Puts what the runner saw of a run beside what the recorder saw, where it stays with the recording. */
export function logToRun(runFolder: string, line: RunLogLine): void {
  try {
    appendFileSync(join(runFolder, RUN_LOG), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  } catch {
    // A full disk is no reason to leave a program running that is to be stopped.
  }
}
