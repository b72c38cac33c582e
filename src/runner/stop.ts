import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { hasHeard } from './has-heard.js';
import { livingProcesses } from './living-processes.js';

export interface StopOrder {
  readonly signal: NodeJS.Signals;
  /** The program, and all in its process group, have got the signal already. */
  readonly told: boolean;
  /** We were told by somebody who may have told the program, too: `timeout` and service managers tell all of a group. */
  readonly passedOn?: boolean;
  /** The program itself may take as long as it likes. */
  readonly patient: boolean;
}

/** Stops a program and all that it has started, as far as it was recorded. */
export interface Stopper {
  stop(order: StopOrder): void;
  /** Asks nobody. */
  kill(): void;
  /** To be called when the program itself has ended: if it was stopped, then those whom it left behind end, too. */
  finished(): Promise<void>;
}

/** Often enough that nobody waits for it, seldom enough to cost nothing. */
const LOOK_AGAIN_MS = 50;

/** What is told to all of a group reaches us and the program in the same moment; it then takes a turn of its event loop. */
const HEARS_WITHIN_MS = 100;
/** Clocks of two processes were seen to differ by 37 ms, and the program may have been the first to hear. */
const HEARD_BEFORE_MS = 100;

/** Who is killed and does not end (in the middle of a read from a dead disk, say) is not waited for any longer. */
const LOOKS_AFTER_KILL = 40;

/**
 * Only the program itself is asked at first: a wrapper (`npm`, a shell) passes it on, a cluster's primary lets its
 * workers go in good order, and to be asked twice means "at once" to many. Those who are still there when it has gone,
 * or after half of the time, were not told.
 */
export function stopperOf(child: ChildProcess, runFolder: string, graceMs: number): Stopper {
  const timers: NodeJS.Timeout[] = [];
  const asked = new Set<number>();
  let order: StopOrder | null = null;
  let killing = false;
  const others = (): number[] => livingProcesses(runFolder).filter((id) => id !== child.pid);
  let toldAtMs = Number.POSITIVE_INFINITY;
  const hasBeenTold = (id?: number): boolean =>
    order !== null && hasHeard(runFolder, order.signal, toldAtMs - HEARD_BEFORE_MS, id);
  const askOthers = (): void => {
    for (const id of others()) {
      if (!asked.has(id) && !hasBeenTold(id)) send(id, 'SIGTERM');
      asked.add(id);
    }
  };
  const passing = new Set<NodeJS.Signals>();
  const passOn = (signal: NodeJS.Signals): void => {
    if (passing.has(signal)) return;
    passing.add(signal);
    const sinceMs = performance.timeOrigin + performance.now() - HEARD_BEFORE_MS;
    const tell = (): void => {
      passing.delete(signal);
      if (!hasHeard(runFolder, signal, sinceMs)) child.kill(signal);
    };
    timers.push(setTimeout(tell, HEARS_WITHIN_MS));
  };
  const kill = (): void => {
    order ??= { signal: 'SIGKILL', told: false, patient: false };
    killing = true;
    child.kill('SIGKILL');
    for (const id of others()) send(id, 'SIGKILL');
  };
  let limited = false;
  const limit = (): void => {
    if (!limited) timers.push(setTimeout(askOthers, graceMs / 2), setTimeout(kill, graceMs));
    limited = true;
  };
  return {
    stop: (given) => {
      if (order === null) toldAtMs = performance.timeOrigin + performance.now();
      order ??= given;
      if (given.passedOn && !given.told) passOn(given.signal);
      else if (!given.told) child.kill(given.signal);
      if (!given.patient) limit();
      // A shell waits for what it runs, and does not pass Ctrl-C on.
      else if (!given.told) timers.push(setTimeout(askOthers, graceMs / 2));
    },
    kill,
    finished: async () => {
      if (order !== null && others().length > 0) {
        limit();
        if (!order.told) askOthers();
        for (let looks = 0; others().length > 0 && looks < LOOKS_AFTER_KILL; looks += killing ? 1 : 0) {
          if (killing) kill();
          await delay(LOOK_AGAIN_MS);
        }
      }
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function send(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has just ended by itself.
  }
}
