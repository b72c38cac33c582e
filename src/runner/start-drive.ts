import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';

/** How a drive command ended. */
export interface DriveEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Drive {
  readonly ended: Promise<DriveEnd>;
  /** Asks it to stop, and then makes it, with all that it has started. */
  stop(graceMs: number): void;
  kill(): void;
}

/** A shell gives up with this code where it cannot run a command. */
const NO_SHELL = 127;

/** Starts a command in a shell, in a process group of its own: so that all of `a | b && c` can be stopped. */
export function startDrive(command: string, stdout: number): Drive {
  const stdio: StdioOptions = ['ignore', stdout, 2];
  const child = spawn(command, { shell: true, stdio, detached: GROUPS });
  let over = false;
  const timers: NodeJS.Timeout[] = [];
  const ended = new Promise<DriveEnd>((resolve) => {
    const done = (end: DriveEnd): void => {
      over = true;
      for (const timer of timers) clearTimeout(timer);
      resolve(end);
    };
    child.once('error', () => done({ exitCode: NO_SHELL, signal: null }));
    child.once('exit', (exitCode, signal) => done({ exitCode, signal }));
  });
  const kill = (): void => {
    if (!over) signalGroup(child, 'SIGKILL');
  };
  return {
    ended,
    kill,
    stop: (graceMs) => {
      if (over) return;
      signalGroup(child, 'SIGTERM');
      timers.push(setTimeout(kill, graceMs));
    },
  };
}

/** On Windows a group of its own is a console of its own, with a window. */
const GROUPS = process.platform !== 'win32';

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (GROUPS && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has just ended by itself.
  }
}
