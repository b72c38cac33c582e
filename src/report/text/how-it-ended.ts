import type { Outcome } from '../report.js';
import { cleanText } from './clean-text.js';
import { duration } from './words.js';

/** How a program ended, to be read behind its name; `null` where there is nothing to say but that it did. */
export function howItEnded(outcome: Outcome): string | null {
  const after = `after ${duration(outcome.durationMs)}`;
  const killed = outcome.signal === 'SIGKILL' ? ', and had to be killed' : '';
  if (outcome.timedOut) return `did not end: stopped at the time limit, ${after}${killed}`;
  switch (outcome.stoppedBy) {
    case 'interrupt':
      return `was interrupted ${after}${killed}`;
    case 'ready-timeout':
      return `was never ready${whyNot(outcome)}: stopped ${after}${killed}`;
    case 'duration':
      return `was stopped as asked, ${after}${killed}`;
    case 'drive':
      return `${afterDrive(outcome)}, ${after}${killed}`;
    default:
      return byItself(outcome, after);
  }
}

function byItself(outcome: Outcome, after: string): string | null {
  if (outcome.ready === false) return `ended before it was ready: ${ownEnd(outcome)} ${after}`;
  if (outcome.drive !== null && outcome.drive.exitCode !== 0)
    return `ended while it was driven: ${ownEnd(outcome)} ${after}`;
  return outcome.signal !== null || outcome.exitCode !== 0 ? `failed: ${ownEnd(outcome)} ${after}` : null;
}

function whyNot({ notReady }: Outcome): string {
  return notReady === undefined ? '' : `, as ${cleanText(notReady)}`;
}

function ownEnd({ exitCode, signal }: Pick<Outcome, 'exitCode' | 'signal'>): string {
  return signal === null ? `exit code ${exitCode ?? '?'}` : `ended by ${cleanText(signal)}`;
}

function afterDrive({ drive }: Outcome): string {
  return drive === null || drive.exitCode === 0
    ? 'was stopped behind the drive command'
    : `was stopped: the drive command failed (${ownEnd(drive)})`;
}
