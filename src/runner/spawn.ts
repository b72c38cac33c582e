import { spawn, type StdioOptions } from 'node:child_process';
import type { RecorderSettings } from '../protocol/recorder-settings.js';
import type { Outcome } from '../report/report.js';
import { relaySignals } from './signals.js';

export interface Program {
  readonly entry: string;
  readonly args: readonly string[];
  readonly settings: RecorderSettings;
  /** Our `dist` folder. */
  readonly dist: URL;
  readonly stdio: StdioOptions;
  /** Seconds, `null` for no limit. */
  readonly timeout: number | null;
}

/** What a program gets between being asked to stop and being made to. */
const GRACE_MS = 2000;

/** Runs the user's program under the recorder, in the same Node, and waits until it has ended. */
export function runProgram(program: Program): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeOptions(program), program.entry, ...program.args], {
    stdio: program.stdio,
  });
  const signals = relaySignals(child);
  let timedOut = false;
  const timers: NodeJS.Timeout[] = [];
  if (program.timeout !== null) {
    timers.push(
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGTERM');
        timers.push(setTimeout(() => child.kill('SIGKILL'), GRACE_MS));
      }, program.timeout * 1000),
    );
  }
  return new Promise((resolve, reject) => {
    const done = (): void => {
      for (const timer of timers) clearTimeout(timer);
      signals.release();
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (exitCode, signal) => {
      done();
      const stoppedBy = timedOut ? 'timeout' : signals.interrupted() ? 'interrupt' : null;
      resolve({ exitCode, signal, timedOut, durationMs: Math.round(performance.now() - started), stoppedBy });
    });
  });
}

function nodeOptions({ dist, settings }: Program): string[] {
  const preload = new URL('recorder/preload.js', dist);
  preload.searchParams.set('settings', JSON.stringify(settings));
  return ['--import', preload.href];
}
