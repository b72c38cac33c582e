import { inForeground } from './in-foreground.js';

export interface SignalTaker {
  /** Somebody wants the program to stop. `told`: it has heard of it already. */
  stop(signal: NodeJS.Signals, told: boolean): void;
  /** Somebody wants it at once. */
  kill(): void;
  /** Something else that the program is to hear of. */
  pass(signal: NodeJS.Signals): void;
}

/** Of the terminal: all of its foreground group get them. */
const KEYS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const OTHERS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];
/** A restart to some (nodemon), a request for a dump to others. */
const PASSED: readonly NodeJS.Signals[] = ['SIGUSR2'];

/**
 * `npx` and `npm run` pass Ctrl-C on to us although the terminal has told us, too: a second one as soon as this after
 * the first is the same press of the keys. Nobody presses them again as fast.
 */
const SAME_PRESS_MS = 200;

/** What we are told, the program is told. We stay, because there is a report to write. Returns how to stop listening. */
export function takeSignals(taker: SignalTaker): () => void {
  let stoppedAt: number | null = null;
  const onKey = (signal: NodeJS.Signals): void => {
    if (stoppedAt === null) {
      stoppedAt = performance.now();
      taker.stop(signal, inForeground());
    } else if (performance.now() - stoppedAt > SAME_PRESS_MS) taker.kill();
  };
  const onOther = (signal: NodeJS.Signals): void => {
    stoppedAt ??= performance.now();
    taker.stop(signal, false);
  };
  const listeners = [
    ...KEYS.map((signal) => [signal, onKey] as const),
    ...OTHERS.map((signal) => [signal, onOther] as const),
    ...PASSED.map((signal) => [signal, taker.pass] as const),
  ];
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    // Who has pressed Ctrl-C twice to end the program still wants the report.
    if (stoppedAt !== null && !process.listeners('SIGINT').includes(ignore)) process.on('SIGINT', ignore);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

function ignore(): void {}
