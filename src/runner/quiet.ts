import { setTimeout as delay } from 'node:timers/promises';
import { recordedBytes } from './recorded-bytes.js';

const LOOK_AGAIN_MS = 100;
/** A program that records something all the time is not waited for. */
const LOOKS = 10;

/**
 * Waits until nothing is recorded any more: who has just been answered is told before the server is done with the
 * request, and its spans are to end before the program does.
 */
export async function untilQuiet(runFolder: string, over: AbortSignal): Promise<void> {
  let before = -1;
  for (let looks = 0; looks < LOOKS && !over.aborted; looks++) {
    const size = recordedBytes(runFolder);
    if (size === before) return;
    before = size;
    await delay(LOOK_AGAIN_MS, undefined, { signal: over }).catch(() => {});
  }
}
