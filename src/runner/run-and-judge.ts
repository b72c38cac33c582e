import type { StdioOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { DIST } from '../version.js';
import { openNotesCache, pruneNotesCache } from './cache-folder.js';
import { checkEntry, packageRoot } from './entry.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { writePreload } from './preload-file.js';
import { runProgram } from './spawn.js';

export interface RunRequest extends JudgeRequest {
  /** `entry` is a command, and not a file. */
  readonly isCommand: boolean;
  readonly stdio: StdioOptions;
  /** Seconds, `null` for no limit. */
  readonly timeout: number | null;
}

/** Runs a program under the recorder and judges what was recorded. */
export async function runAndJudge(request: RunRequest): Promise<Judgement> {
  const program = programOf(request);
  const cache = request.evidence === 'full' ? openNotesCache() : null;
  const runFolder = makeRunFolder();
  try {
    const preload = writePreload({
      runFolder,
      dist: DIST.href,
      userRoot: program.userRoot,
      evidence: request.evidence,
      cache,
      tsx: program.tsx,
    });
    const running = runProgram({ ...program, preload, stdio: request.stdio, timeout: request.timeout });
    // The judge is loaded while the program runs.
    const [outcome, { judge }] = await Promise.all([running, import('./judge.js')]);
    return judge(request, runFolder, outcome);
  } finally {
    rmSync(runFolder, { recursive: true, force: true });
    if (cache !== null) pruneNotesCache(cache);
  }
}

interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly userRoot: string;
  readonly tsx: string | null;
}

/** A file is run by this Node, with tsx; a command brings its own. */
function programOf({ entry, args, isCommand }: RunRequest): Started {
  if (isCommand) return { command: entry, args, userRoot: packageRoot(process.cwd()), tsx: null };
  const file = checkEntry(entry, process.cwd());
  return {
    command: process.execPath,
    args: [file, ...args],
    userRoot: packageRoot(file),
    tsx: import.meta.resolve('tsx'),
  };
}

function makeRunFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `no folder for the recording can be made in ${tmpdir()}: ${reason}`,
      'Set TMPDIR to a folder that can be written to, and allow it in NODE_OPTIONS if they restrict the file system.',
    );
  }
}
