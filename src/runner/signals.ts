import type { ChildProcess } from 'node:child_process';

const RELAYED = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

export interface Relay {
  /** Did somebody press Ctrl-C, or ask us to stop? */
  interrupted(): boolean;
  release(): void;
}

/** What we are told, the program is told. We stay, because there is a report to write. */
export function relaySignals(child: ChildProcess): Relay {
  let interrupted = false;
  // In a terminal Ctrl-C reaches the whole foreground group: relayed, the program would get it twice.
  const foreground = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const onInterrupt = (): void => {
    // Asked twice, nobody wants to wait any longer.
    if (interrupted) child.kill('SIGKILL');
    else if (!foreground) child.kill('SIGINT');
    interrupted = true;
  };
  const onOther = (signal: NodeJS.Signals): void => {
    interrupted = true;
    child.kill(signal);
  };
  process.on('SIGINT', onInterrupt);
  for (const signal of RELAYED) process.on(signal, onOther);
  return {
    interrupted: () => interrupted,
    release: () => {
      process.off('SIGINT', onInterrupt);
      for (const signal of RELAYED) process.off(signal, onOther);
    },
  };
}
