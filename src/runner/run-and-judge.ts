import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { DIST } from '../version.js';
import { openNotesCache, pruneNotesCache } from './cache-folder.js';
import { checkEntry, packageRoot } from './entry.js';
import { findInstrumentations } from './find-instrumentations.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { checkNotYetReady } from './not-yet-ready.js';
import type { Plan } from './plan.js';
import { writePreload } from './preload-file.js';
import { type Progress, watchProgress } from './progress.js';
import { removeRunFolder } from './remove-run-folder.js';
import { type ProgramOutput, runProgram } from './spawn.js';

export interface RunRequest extends JudgeRequest {
  /** `entry` is a command, and not a file. */
  readonly isCommand: boolean;
  /** `auto`: enable the instrumentations that the program's tree holds. */
  readonly instrument: 'auto' | 'none';
  readonly output: ProgramOutput;
  readonly plan: Plan;
  /** Is told now and then how far the run has come. `null`: nobody wants to know. */
  readonly onProgress: ((progress: Progress) => void) | null;
  /** Options of Node's for a file. */
  readonly nodeArgs: readonly string[];
  /** The app's exporters get nothing. */
  readonly noExport?: boolean;
}

/** Runs a program under the recorder and judges what was recorded. */
export async function runAndJudge(request: RunRequest): Promise<Judgement> {
  const program = programOf(request);
  if (request.plan.ready !== null) await checkNotYetReady(request.plan.ready);
  const cache = request.evidence === 'full' ? openNotesCache() : null;
  const runFolder = makeRunFolder();
  try {
    const preload = writePreload({
      runFolder,
      dist: DIST.href,
      userRoot: program.userRoot,
      evidence: request.evidence,
      cache,
      instrument: request.instrument === 'auto' ? findInstrumentations(program.userRoot) : null,
      noExport: request.noExport ?? false,
      tsx: program.tsx,
    });
    const running = runProgram({ ...program, preload, runFolder, output: request.output, plan: request.plan });
    const stopWatching = request.onProgress && watchProgress(request, runFolder, request.onProgress);
    // The judge is loaded while the program runs.
    const [outcome, { judge }] = await Promise.all([running.finally(stopWatching), import('./judge.js')]);
    return judge(request, runFolder, outcome);
  } finally {
    removeRunFolder(runFolder);
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
function programOf({ entry, args, isCommand, nodeArgs }: RunRequest): Started {
  if (isCommand) return { command: entry, args, userRoot: packageRoot(process.cwd()), tsx: null };
  const file = checkEntry(entry, process.cwd());
  return {
    command: process.execPath,
    args: [...nodeArgs, file, ...args],
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
