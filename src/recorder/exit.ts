import { callThrough } from './call-through.js';
import { guarded } from './guard.js';
import { replaceMethod } from './shape.js';
import type { Sink } from './sink.js';
import { activeSpan } from './slot.js';
import { recordOf } from './span-records.js';
import { userFrames } from './stack.js';
import { processPrototype, watchEmit } from './watch-emit.js';

/** Their listeners that call `process.exit` stop the program because somebody asked it to. */
const STOPPING: ReadonlySet<unknown> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK']);

/** What an app does about these, and then fails, is how it crashes. */
const UNCAUGHT: ReadonlySet<unknown> = new Set(['uncaughtException', 'unhandledRejection']);

type Leaving = 'end' | 'exit' | 'crash' | 'signal';

/**
 * Writes the last lines. Not as a listener: those can be counted, and removed; and ours has to come after all others,
 * because spans may end in them. `heard`: is told of signals that are to stop the program.
 */
export function sayGoodBye(sink: Sink, before: () => void, heard: (signal: string) => void): void {
  let by: Leaving = 'end';
  let stopped = false;
  let hadError = false;
  let leaving = false;
  let calledAt: ReturnType<typeof placeOfCall> | undefined;
  let said = false;
  const bye = (): void => {
    if (said) return;
    said = true;
    guarded(() => {
      before();
      // Who closes its server on SIGTERM runs to its end because of that.
      if (by === 'end' && stopped) by = 'signal';
      sink.write({
        t: 'bye',
        code: Number(process.exitCode ?? 0),
        by,
        k: sink.turn,
        ms: Math.round(performance.now()),
        ...calledAt,
      });
      sink.flushAndStayAtOnce();
    });
  };
  replaceMethod(process, 'exit', (original) => {
    const exit = callThrough(original, (_, [code]) => {
      // In a listener of the exit itself it ends all, at once.
      if (leaving) bye();
      if (leaving || by !== 'end') return;
      const failed = Number(code ?? process.exitCode ?? 0) !== 0;
      by = stopped ? 'signal' : hadError && failed ? 'crash' : 'exit';
      calledAt = guarded(() => placeOfCall(exit));
    });
    return exit;
  });
  watchEmit(
    processPrototype(),
    (_, event) => {
      if (event === 'beforeExit') guarded(() => sink.loopIsDry(true));
      else if (event === 'exit') {
        leaving = true;
        guarded(() => sink.flushAndStayAtOnce());
      } else if (STOPPING.has(event)) {
        stopped = true;
        guarded(() => heard(String(event)));
      } else if (UNCAUGHT.has(event)) hadError = true;
      else if (event === 'uncaughtExceptionMonitor' && process.listenerCount('uncaughtException') === 0) by = 'crash';
    },
    (_, event) => {
      if (event === 'beforeExit') guarded(() => sink.loopIsDry(false));
      else if (event === 'exit') bye();
    },
  );
}

function placeOfCall(above: (...args: never[]) => unknown): { st: ReturnType<typeof userFrames>; a?: number } {
  const active = recordOf(activeSpan())?.number;
  return { st: userFrames(above), ...(active === undefined ? {} : { a: active }) };
}
