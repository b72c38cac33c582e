import { Worker } from 'node:worker_threads';
import { DIST } from '../../version.js';
import type { RunEvidence } from '../judge.js';
import type { Relief } from './condenser.js';
import { folderSize } from './folder-size.js';

const MB = 1024 * 1024;
/** Room is made before there is none left: a program may write on while older segments are judged. */
const BEGIN_AT = 0.5;
const RELIEVE_TO = 0.25;
/** Some tens of megabytes are written in this time at most, and a look costs less than a millisecond. */
const LOOK_EVERY_MS = 500;
/** Judging takes some four times as many bytes of memory as the recording has: with this, less than a gigabyte. */
const JUDGED_IN_ONE_PIECE_BYTES = 192 * MB;
/** Several times what a window takes. */
const WORKER_MB = 1536;

export interface KeepsSmall {
  /** The program has ended: what is left is made small enough to be judged in one piece. */
  finish(): Promise<void>;
  close(): void;
}

/** Keeps the recording in a run folder below a limit while the program runs. */
export function keepSmall(folder: string, evidence: RunEvidence, limitMb: number): KeepsSmall {
  let worker: Worker | null = null;
  let atWork: Promise<void> = Promise.resolve();
  let busy = false;
  let failed = false;
  const relieve = (relief: Relief): void => {
    worker ??= startWorker(folder, evidence);
    busy = true;
    atWork = answerOf(worker, relief).then((answered) => {
      busy = false;
      failed = !answered;
    });
  };
  const look = (): void => {
    if (busy || failed || folderSize(folder) < limitMb * MB * BEGIN_AT) return;
    relieve({ targetBytes: limitMb * MB * RELIEVE_TO, over: false, limitMb });
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return {
    async finish() {
      clearInterval(timer);
      await atWork;
      const size = folderSize(folder);
      const isOver = size > limitMb * MB;
      if (failed || (size <= JUDGED_IN_ONE_PIECE_BYTES && !isOver)) return;
      const targetBytes = Math.min(JUDGED_IN_ONE_PIECE_BYTES, limitMb * MB);
      relieve({ targetBytes, over: true, limitMb: isOver ? limitMb : null });
      await atWork;
    },
    close() {
      clearInterval(timer);
      void worker?.terminate();
    },
  };
}

function startWorker(folder: string, evidence: RunEvidence): Worker {
  return new Worker(new URL('runner/condense-worker.js', DIST), {
    workerData: { folder, evidence },
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MB },
    execArgv: [],
  });
}

/** `false`: it failed. Then the recording is judged as it is. */
function answerOf(worker: Worker, relief: Relief): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (answered: boolean) => (): void => {
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      resolve(answered);
    };
    worker.once('message', answer(true));
    worker.once('error', answer(false));
    worker.once('exit', answer(false));
    worker.postMessage(relief);
  });
}
