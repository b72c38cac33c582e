import type { ChildProcess } from 'node:child_process';
import type { Outcome } from '../report/report.js';
import { type Drive, type DriveEnd, startDrive } from './start-drive.js';
import { noteLeftBehind } from './left-behind.js';
import type { PassingOn } from './pass-on.js';
import type { Plan } from './plan.js';
import { untilQuiet } from './quiet.js';
import { untilReady } from './ready.js';
import { logToRun } from './run-log.js';
import { takeSignals } from './signals.js';
import { type StopOrder, type Stopper, stopperOf } from './stop.js';

type StopReason = NonNullable<Outcome['stoppedBy']>;

export interface Supervised {
  readonly child: ChildProcess;
  readonly plan: Plan;
  readonly runFolder: string;
  /** The program's output, where it passes through us. */
  readonly output: PassingOn | null;
  /** Where the drive command's stdout goes. */
  readonly driveStdout: number;
}

/** Waits until a program has ended, and does with it what was planned. */
export async function supervise(supervised: Supervised): Promise<Outcome> {
  const run = new Supervision(supervised);
  try {
    return await run.outcome();
  } finally {
    run.release();
  }
}

interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Timers that are set for later go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const ASK: StopOrder = { signal: 'SIGTERM', told: false, patient: false };

class Supervision {
  readonly #supervised: Supervised;
  readonly #started = performance.now();
  readonly #graceMs: number;
  readonly #stopper: Stopper;
  readonly #timers: NodeJS.Timeout[] = [];
  /** Aborted when the program has ended, or is to end. */
  readonly #over = new AbortController();
  readonly #releaseSignals: () => void;
  #stoppedBy: StopReason | null = null;
  #ended = false;
  #ready: boolean | null = null;
  #notReady: string | null = null;
  #drive: Drive | null = null;
  #driven: DriveEnd | null = null;

  constructor(supervised: Supervised) {
    const { child, plan, runFolder } = supervised;
    this.#supervised = supervised;
    this.#graceMs = plan.grace * 1000;
    this.#stopper = stopperOf(child, runFolder, this.#graceMs);
    this.#releaseSignals = takeSignals({
      // Who presses Ctrl-C at a program that ignores it can press it again. Who sends SIGTERM can only kill us next.
      stop: (signal, told) => this.#interrupt({ signal, told, passedOn: true, patient: signal === 'SIGINT' }),
      kill: () => {
        this.#stopper.kill();
        this.#drive?.kill();
      },
      pass: (signal) => child.kill(signal),
    });
    if (plan.timeout !== null) this.#stopAfter(plan.timeout, 'timeout');
  }

  async outcome(): Promise<Outcome> {
    const { child, runFolder, output } = this.#supervised;
    const carriedOut = this.#carryOut();
    const end = await endOf(child);
    this.#ended = true;
    const durationMs = Math.round(performance.now() - this.#started);
    this.#over.abort();
    this.#endDrive(end);
    await carriedOut;
    await this.#stopper.finished();
    if (this.#stoppedBy === null) await noteLeftBehind(runFolder);
    await output?.end();
    return {
      ...end,
      timedOut: this.#stoppedBy === 'timeout',
      durationMs,
      stoppedBy: this.#stoppedBy,
      ready: this.#ready,
      ...(this.#notReady === null ? {} : { notReady: this.#notReady }),
      drive: this.#driven,
    };
  }

  release(): void {
    this.#over.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#releaseSignals();
  }

  /** Readiness first; then what was asked for. */
  async #carryOut(): Promise<void> {
    const { plan, runFolder, output, driveStdout } = this.#supervised;
    if (plan.ready !== null) {
      const limit = this.#stopAfter(plan.readyTimeout, 'ready-timeout');
      this.#notReady = await untilReady(plan.ready, output?.lines ?? null, this.#over.signal);
      this.#ready = this.#notReady === null;
      clearTimeout(limit);
      if (!this.#ready) return;
    }
    if (plan.duration !== null) this.#stopAfter(plan.duration, 'duration');
    if (plan.drive === null || this.#over.signal.aborted) return;
    this.#drive = startDrive(plan.drive, driveStdout);
    this.#driven = await this.#drive.ended;
    await untilQuiet(runFolder, this.#over.signal);
    this.#stop('drive');
  }

  #stopAfter(seconds: number, reason: StopReason): NodeJS.Timeout {
    const timer = setTimeout(() => this.#stop(reason), Math.min(seconds * 1000, LONGEST_TIMER_MS));
    this.#timers.push(timer);
    return timer;
  }

  /** Who comes first says why. */
  #stop(reason: StopReason, order: StopOrder = ASK): void {
    if (this.#over.signal.aborted) {
      if (reason === 'timeout') this.#timeOut();
      return;
    }
    this.#stoppedBy = reason;
    logToRun(this.#supervised.runFolder, { t: 'stop', atMs: performance.timeOrigin + performance.now() });
    this.#over.abort();
    this.#stopper.stop(order);
    this.#drive?.stop(this.#graceMs);
  }

  /** Goes before all else, also where the program has been asked to stop and takes its time. */
  #timeOut(): void {
    if (this.#ended) return;
    this.#stoppedBy = 'timeout';
    this.#stopper.stop(ASK);
  }

  #interrupt(order: StopOrder): void {
    if (!this.#over.signal.aborted) {
      this.#stop('interrupt', order);
      return;
    }
    // It is being stopped already, or only the drive command goes on: what somebody asks for, both hear.
    this.#stopper.stop(order);
    this.#drive?.stop(this.#graceMs);
  }

  /** A command that told the program to end is about to end itself; against one that failed there is nothing to drive. */
  #endDrive({ exitCode }: ProgramEnd): void {
    const drive = this.#drive;
    if (drive === null) return;
    const patience = exitCode === 0 ? this.#graceMs : 0;
    this.#timers.push(setTimeout(() => drive.stop(this.#graceMs), patience));
  }
}

function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}
