import { DIST } from '../version.js';
import { openNotesCache, pruneNotesCache } from './cache-folder.js';
import { keepSmall } from './condense/keep-small.js';
import { checkEntry, packageRoot } from './entry.js';
import { findInstrumentations } from './find-instrumentations.js';
import { isNodeCommand } from './foreign/is-node-command.js';
import { writeReceived } from './foreign/kept-received.js';
import type { ForeignSpans } from './foreign/receive-foreign.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { type KeptRun, writeKeptRun } from './kept-run.js';
import { checkNotYetReady } from './not-yet-ready.js';
import type { Plan } from './plan.js';
import { writePreload } from './preload-file.js';
import { type Progress, watchProgress } from './progress.js';
import { openRunFolder } from './run-folder.js';
import { type ProgramOutput, runProgram } from './spawn.js';

export interface RunRequest extends Omit<JudgeRequest, 'workingDirectory'> {
  /** `entry` is a command, and not a file. */
  readonly isCommand: boolean;
  /** Whether spans are received that programs of other languages send: `auto`, where the command is not Node itself. */
  readonly receive: 'auto' | 'always' | 'never';
  /** `auto`: enable the instrumentations that the program's tree holds. */
  readonly instrument: 'auto' | 'none';
  readonly output: ProgramOutput;
  readonly plan: Plan;
  /** Is told now and then how far the run has come. `null`: nobody wants to know. */
  readonly onProgress: ((progress: Progress) => void) | null;
  /** Options of Node's for a file. */
  readonly nodeArgs: readonly string[];
  /** Where the recording is to stay, `null`: nowhere. */
  readonly keep: string | null;
  /** Of its recording on the disk. */
  readonly maxRecordingMb: number;
  /** Record values of attributes. */
  readonly attributes: boolean;
  /** The app's exporters get nothing. */
  readonly noExport?: boolean;
}

/** Large enough that a service writes one in some minutes, small enough that some are judged in one piece. */
const SEGMENT_BYTES = 16 * 1024 * 1024;
/** Only whole ones can be condensed. */
const SEGMENTS_AT_LEAST = 32;

/** Runs a program under the recorder and judges what was recorded. */
export async function runAndJudge(request: RunRequest): Promise<Judgement> {
  const program = programOf(request);
  if (request.plan.ready !== null) await checkNotYetReady(request.plan.ready);
  const cache = request.evidence === 'full' ? openNotesCache() : null;
  const folder = openRunFolder(request.keep);
  const { path: runFolder } = folder;
  const foreign = await foreignSpans(request);
  const small = keepSmall(runFolder, request.evidence, request.maxRecordingMb);
  try {
    const workingDirectory = process.cwd();
    const { entry, args, evidence } = request;
    const kept: KeptRun = { entry, args, evidence, workingDirectory, outcome: null };
    if (request.keep !== null) writeKeptRun(runFolder, kept);
    const preload = writePreload({
      runFolder,
      dist: DIST.href,
      userRoot: program.userRoot,
      evidence: request.evidence,
      cache,
      instrument: request.instrument === 'auto' ? findInstrumentations(program.userRoot) : null,
      noExport: request.noExport ?? false,
      ...(foreign ? { forOthers: foreign.variables } : {}),
      tsx: program.tsx,
      attributes: request.attributes,
      segmentBytes: Math.min(SEGMENT_BYTES, (request.maxRecordingMb * 1024 * 1024) / SEGMENTS_AT_LEAST),
    });
    const running = runProgram({
      ...program,
      preload,
      variables: foreign?.variables ?? {},
      runFolder,
      output: request.output,
      plan: request.plan,
    }).then((ended) => {
      folder.ended();
      if (request.keep !== null) writeKeptRun(runFolder, { ...kept, outcome: ended });
      return ended;
    });
    const judging = { ...request, workingDirectory };
    const stopWatching = request.onProgress && watchProgress(judging, runFolder, request.onProgress);
    // The judge is loaded while the program runs.
    const [outcome, { judge }] = await Promise.all([running.finally(stopWatching), import('./judge.js')]);
    await small.finish();
    const recorded = judge(judging, runFolder, outcome);
    if (!foreign) return recorded;
    const { judgeForeign } = await import('./foreign/judge-foreign.js');
    const received = await foreign.close();
    if (request.keep !== null) writeReceived(runFolder, received);
    return judgeForeign(judging, recorded, received);
  } finally {
    await foreign?.close();
    small.close();
    folder.close();
    if (cache !== null) pruneNotesCache(cache);
  }
}

async function foreignSpans({ isCommand, entry, receive }: RunRequest): Promise<ForeignSpans | null> {
  const wanted = receive === 'always' || (receive === 'auto' && isCommand && !isNodeCommand(entry, process.env));
  if (!wanted) return null;
  const { receiveForeign } = await import('./foreign/receive-foreign.js');
  return receiveForeign(process.env);
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
  const path = checkEntry(entry, process.cwd());
  return {
    command: process.execPath,
    args: [...nodeArgs, path, ...args],
    userRoot: packageRoot(path),
    tsx: import.meta.resolve('tsx'),
  };
}
