import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import type { Outcome } from '../report/report.js';
import { VERSION } from '../version.js';
import type { JudgeRequest } from './judge.js';

/** What a later judgement has to know of a run beside what was recorded. */
export interface KeptRun extends Pick<JudgeRequest, 'entry' | 'args' | 'evidence' | 'workingDirectory'> {
  /** `null`: the program was still running when this was written last. */
  readonly outcome: Outcome | null;
}

const FILE = 'recording.json';
/** Of this file and all others of the folder. */
const FORMAT = 1;
const OF_A_RUN = 'Give the folder that a run with --keep has written.';

/** At once or not at all. */
export function writeKeptRun(folder: string, run: KeptRun): void {
  const file = join(folder, FILE);
  const text = JSON.stringify({ format: FORMAT, tool: VERSION, ...run }, null, 2);
  writeFileSync(`${file}.tmp`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

export function readKeptRun(folder: string): KeptRun {
  const value = contentOf(folder);
  const { format, tool } = value;
  if (format !== FORMAT && typeof format === 'number') {
    throw new UserError(
      `${folder} holds a recording of format ${format}, and this version reads format ${FORMAT}.`,
      `Judge it with the version that recorded it${typeof tool === 'string' ? ` (${tool})` : ''}.`,
    );
  }
  if (format !== FORMAT || !isKeptRun(value)) throw damaged(folder);
  return value;
}

function contentOf(folder: string): Readonly<Record<string, unknown>> {
  try {
    if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is no folder.`, OF_A_RUN);
    const value: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    if (typeof value !== 'object' || value === null) throw damaged(folder);
    return value as Record<string, unknown>;
  } catch (error) {
    throw asUserError(folder, error);
  }
}

function asUserError(folder: string, error: unknown): unknown {
  if (error instanceof SyntaxError) return damaged(folder);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path === folder) return new UserError(`There is no ${folder}.`, OF_A_RUN);
  if (code === 'ENOENT') return new UserError(`${folder} holds no recording: there is no ${FILE} in it.`, OF_A_RUN);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR' || code === 'ENOTDIR')
    return new UserError(`${folder} cannot be read (${code}).`, 'Check the path and its permissions.');
  return error;
}

function damaged(folder: string): UserError {
  return new UserError(`The ${FILE} of ${folder} is damaged.`, 'Record the program again, with --keep.');
}

const LEVELS: readonly unknown[] = ['full', 'light', 'off'];

function isKeptRun(value: object): value is KeptRun {
  const { entry, args, evidence, workingDirectory, outcome } = value as Readonly<Record<keyof KeptRun, unknown>>;
  if (typeof entry !== 'string' || typeof workingDirectory !== 'string') return false;
  if (!Array.isArray(args) || !args.every((argument) => typeof argument === 'string')) return false;
  return LEVELS.includes(evidence) && (outcome === null || isOutcome(outcome));
}

function isOutcome(value: unknown): value is Outcome {
  if (typeof value !== 'object' || value === null) return false;
  const { exitCode, signal, timedOut, durationMs } = value as Readonly<Record<keyof Outcome, unknown>>;
  return (
    (exitCode === null || typeof exitCode === 'number') &&
    (signal === null || typeof signal === 'string') &&
    typeof timedOut === 'boolean' &&
    typeof durationMs === 'number'
  );
}
