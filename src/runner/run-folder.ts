import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { makeFolder } from './make-folder.js';
import { PRELOAD_FILE } from './preload-file.js';
import { relatedProcesses } from './related-processes.js';
import { removeRunFolder } from './remove-run-folder.js';

/** What stops us while we judge, if it comes twice. While the program runs, it is told to the program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where a run is recorded. Nobody but the user may look into it. */
export interface RunFolder {
  readonly path: string;
  /** The program has ended. */
  ended(): void;
  /** It is removed, unless it is to be kept. */
  close(): void;
}

/** `keep`: the folder that the user wants to have the recording in, `null` for a temporary one. */
export function openRunFolder(keep: string | null): RunFolder {
  const path = keep === null ? temporaryFolder() : keptFolder(keep);
  let hasRun = false;
  let signals = 0;
  const remove = (): void => {
    if (keep === null || !hasRun) removeRunFolder(path);
    // Not before we are done: children of a program that was killed may be about to start.
    else if (relatedProcesses(path).length === 0) rmSync(join(path, PRELOAD_FILE), { force: true });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    // The program may have ended with the first Ctrl-C of two: a report is on its way.
    if (++signals < 2) return;
    close();
    process.kill(process.pid, signal);
  };
  const close = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('exit', remove);
    remove();
  };
  // Whatever of ours goes wrong, nothing stays behind.
  process.on('exit', remove);
  return {
    path,
    ended() {
      hasRun = true;
      for (const signal of SIGNALS) process.on(signal, onSignal);
    },
    close,
  };
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-'));
  } catch (error) {
    throw new UserError(
      `no folder for the recording can be made in ${tmpdir()}: ${reasonOf(error)}`,
      'Set TMPDIR to a folder that can be written to, and allow it in NODE_OPTIONS if they restrict the file system.',
    );
  }
}

function keptFolder(keep: string): string {
  const path = resolve(keep);
  try {
    if (existsSync(path)) {
      if (!statSync(path).isDirectory()) throw new UserError(`${keep} is a file.`, 'Give --keep a folder.');
      if (readdirSync(path).length > 0)
        throw new UserError(`${keep} is not empty.`, 'Give --keep a folder that is new, or empty.');
    }
    makeFolder(path, 0o700);
    // It may have been there, and be open to others.
    chmodSync(path, 0o700);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `The recording cannot be kept in ${keep}: ${reasonOf(error)}`,
      'Check the path and its permissions.',
    );
  }
  return path;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
