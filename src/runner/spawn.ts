import { spawn, type StdioOptions } from 'node:child_process';
import { UserError } from '../errors.js';
import { type Preload, withPreload } from '../protocol/node-options.js';
import type { Outcome } from '../report/report.js';
import { relaySignals } from './signals.js';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly preload: Preload;
  readonly stdio: StdioOptions;
  /** Seconds, `null` for no limit. */
  readonly timeout: number | null;
}

/** What a program gets between being asked to stop and being made to. */
const GRACE_MS = 2000;

/** Runs the user's program under the recorder and waits until it has ended. */
export function runProgram(program: Program): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(program.command, program.args, {
    stdio: program.stdio,
    env: { ...process.env, NODE_OPTIONS: withPreload(process.env['NODE_OPTIONS'], program.preload) },
    // There, commands such as npm are scripts of the shell's.
    shell: process.platform === 'win32' && program.command !== process.execPath,
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
      reject(cannotStart(program.command, error));
    });
    child.once('exit', (exitCode, signal) => {
      done();
      const stoppedBy = timedOut ? 'timeout' : signals.interrupted() ? 'interrupt' : null;
      resolve({ exitCode, signal, timedOut, durationMs: Math.round(performance.now() - started), stoppedBy });
    });
  });
}

function cannotStart(command: string, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT' && error.code !== 'EACCES') return error;
  const why = error.code === 'ENOENT' ? 'There is no such command' : 'This command cannot be run';
  return new UserError(`${why}: ${command}.`, 'For a file, leave out the "--": otel-ctx-doctor run app.ts');
}
