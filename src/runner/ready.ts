import { setTimeout as delay } from 'node:timers/promises';
import { answers } from './answers.js';
import type { Lines } from './pass-on.js';
import type { Readiness } from './readiness.js';

/** Seldom enough to cost the program nothing, often enough that nobody waits for it. */
const ASK_AGAIN_MS = 100;

/** Waits until the program is ready. `false`: `over` was aborted first. `lines`: where the program's output passes through us. */
export function untilReady(readiness: Readiness, lines: Lines | null, over: AbortSignal): Promise<boolean> {
  return readiness.by === 'output' ? untilSaid(readiness.pattern, lines, over) : untilAnswered(readiness, over);
}

function untilSaid(pattern: RegExp, lines: Lines | null, over: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (ready: boolean): void => {
      lines?.off('line', onLine);
      over.removeEventListener('abort', onAbort);
      resolve(ready);
    };
    const onLine = (line: string): void => {
      if (pattern.test(line)) done(true);
    };
    const onAbort = (): void => done(false);
    lines?.on('line', onLine);
    over.addEventListener('abort', onAbort);
    if (over.aborted) onAbort();
  });
}

async function untilAnswered(readiness: Exclude<Readiness, { by: 'output' }>, over: AbortSignal): Promise<boolean> {
  while (!over.aborted) {
    if (await answers(readiness)) return !over.aborted;
    await delay(ASK_AGAIN_MS, undefined, { signal: over }).catch(() => {});
  }
  return false;
}
