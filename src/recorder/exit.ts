import { guarded } from './guard.js';
import { replaceMethod } from './shape.js';
import type { Sink } from './sink.js';
import { activeSpan } from './slot.js';
import { recordOf } from './span-records.js';
import { userFrames } from './stack.js';

/**
 * Writes the last lines. Not as a listener: those can be counted, and removed; and ours has to come after all others,
 * because spans may end in them.
 */
export function sayGoodBye(sink: Sink): void {
  let by: 'end' | 'exit' | 'crash' = 'end';
  let calledAt: { st: ReturnType<typeof userFrames>; a?: number } | undefined;
  let said = false;
  const bye = (): void => {
    if (said) return;
    said = true;
    guarded(() => {
      sink.write({ t: 'bye', code: Number(process.exitCode ?? 0), by, k: sink.turn, ...calledAt });
      sink.flushAndStayAtOnce();
    });
  };
  replaceMethod(process, 'exit', (original) => {
    return function exit(this: NodeJS.Process, ...args) {
      if (by === 'end') {
        by = 'exit';
        calledAt = guarded(() => placeOfCall(exit));
      }
      return original.apply(this, args);
    };
  });
  replaceMethod(process, 'emit', (original) => {
    return function emit(this: NodeJS.Process, ...args: Parameters<typeof process.emit>) {
      const event = args[0] as string;
      if (event === 'uncaughtExceptionMonitor' && process.listenerCount('uncaughtException') === 0) by = 'crash';
      if (event !== 'exit') return original.apply(this, args);
      guarded(() => sink.flushAndStayAtOnce());
      try {
        return original.apply(this, args);
      } finally {
        bye();
      }
    } as typeof process.emit;
  });
}

function placeOfCall(above: (...args: never[]) => unknown): { st: ReturnType<typeof userFrames>; a?: number } {
  const active = recordOf(activeSpan())?.number;
  return { st: userFrames(above), ...(active === undefined ? {} : { a: active }) };
}
