import { setTimeout as delay } from 'node:timers/promises';
import { whyNoAnswer } from './answers.js';
import type { Lines } from './pass-on.js';
import type { Readiness } from './readiness.js';

/** Seldom enough to cost the program nothing, often enough that nobody waits for it. */
const ASK_AGAIN_MS = 100;

/**
 * Waits until the program is ready. Gives back why it was not when `over` was aborted, `null` if it is. `lines`: where the
 * program's output passes through us.
 */
export function untilReady(readiness: Readiness, lines: Lines | null, over: AbortSignal): Promise<string | null> {
  return readiness.by === 'output' ? untilSaid(readiness.pattern, lines, over) : untilAnswered(readiness, over);
}

function untilSaid(pattern: RegExp, lines: Lines | null, over: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const done = (why: string | null): void => {
      lines?.off('line', onLine);
      over.removeEventListener('abort', onAbort);
      resolve(why);
    };
    const onLine = (line: string): void => {
      if (pattern.test(line)) done(null);
    };
    const onAbort = (): void => done(`no line of its output matched ${pattern}`);
    lines?.on('line', onLine);
    over.addEventListener('abort', onAbort);
    if (over.aborted) onAbort();
  });
}

/** It was over before. */
const NOT_ASKED = 'nobody had asked it yet';

async function untilAnswered(
  readiness: Exclude<Readiness, { by: 'output' }>,
  over: AbortSignal,
): Promise<string | null> {
  let why: string | null = NOT_ASKED;
  while (!over.aborted) {
    why = await whyNoAnswer(readiness);
    if (why === null) return over.aborted ? NOT_ASKED : null;
    await delay(ASK_AGAIN_MS, undefined, { signal: over }).catch(() => {});
  }
  return why;
}
