import { setTimeout as delay } from 'node:timers/promises';
import { livingProcesses } from './living-processes.js';
import { relatedProcesses } from './related-processes.js';
import { logToRun } from './run-log.js';

const LOOK_AGAIN_MS = 50;
/** A second: workers notice that their primary has gone, and go, too; and who has just been started gets to its recorder. */
const LOOKS = 20;

/** A program that has ended by itself may leave others running, on purpose: they are left alone, and it is said. */
export async function noteLeftBehind(runFolder: string): Promise<void> {
  for (let looks = 0; looks < LOOKS && relatedProcesses(runFolder).length > 0; looks++) await delay(LOOK_AGAIN_MS);
  const pids = livingProcesses(runFolder);
  const left = pids.length;
  if (left === 0) return;
  logToRun(runFolder, { t: 'left', pids });
  const who = left === 1 ? '1 process of the program was' : `${left} processes of the program were`;
  logToRun(runFolder, {
    t: 'note',
    text: `${who} still running when it had ended, and left alone: what they do later is not recorded`,
  });
}
