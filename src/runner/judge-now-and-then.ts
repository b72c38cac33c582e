import { Worker } from 'node:worker_threads';
import { DIST } from '../version.js';
import type { JudgeRequest } from './judge.js';
import { recordedBytes } from './recorded-bytes.js';

export interface FindingsSoFar {
  /** Errors and warnings so far, `null` where nobody knows. */
  count(): number | null;
  stop(): void;
}

/** What the thread is told, and what it answers. */
export interface InterimRequest {
  readonly request: JudgeRequest;
  readonly runFolder: string;
}

export interface InterimAnswer {
  /** Of errors and warnings. */
  readonly fingerprints: readonly string[];
  readonly tookMs: number;
}

const FIRST_MS = 4000;
/** Judging takes a twentieth of one core at most. */
const PAUSE_PER_COST = 20;
const SHORTEST_PAUSE_MS = 5000;

/** The program needs the memory, too; and what takes as long to judge as this is old news when it is told. */
const LARGEST_RECORDING = 32 << 20;
const MEMORY_MB = 512;

/** Judges what has been recorded so far, in a thread of its own, at a price that nobody notices. */
export function judgeNowAndThen(
  request: JudgeRequest,
  runFolder: string,
  { firstMs, shortestPauseMs } = { firstMs: FIRST_MS, shortestPauseMs: SHORTEST_PAUSE_MS },
): FindingsSoFar {
  let worker: Worker | null = null;
  let before: ReadonlySet<string> | null = null;
  let findings: number | null = null;
  let timer = setTimeout(judge, firstMs).unref();

  function judge(): void {
    if (recordedBytes(runFolder) > LARGEST_RECORDING) {
      stop();
      return;
    }
    if (worker === null) {
      worker = new Worker(new URL('runner/interim-judge.js', DIST), {
        workerData: { request: { ...plain(request) }, runFolder } satisfies InterimRequest,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      });
      worker.unref();
      worker.on('message', answered);
      // Out of memory, say: the report will tell.
      worker.on('error', stop);
    }
    worker.postMessage(null);
  }

  function answered({ fingerprints, tookMs }: InterimAnswer): void {
    // In the middle of a run something may look wrong that the next line puts right: what is told was seen twice.
    findings = before === null ? null : fingerprints.filter((one) => before?.has(one)).length;
    before = new Set(fingerprints);
    timer = setTimeout(judge, Math.max(shortestPauseMs, tookMs * PAUSE_PER_COST)).unref();
  }

  function stop(): void {
    clearTimeout(timer);
    findings = null;
    void worker?.terminate();
  }
  return { count: () => findings, stop };
}

/** Only what a thread can be given. */
function plain(request: JudgeRequest): JudgeRequest {
  const { entry, args, severities, ruleOptions, silence, known, evidence, workingDirectory } = request;
  const settings = {
    ...(ruleOptions ? { ruleOptions } : {}),
    ...(silence ? { silence } : {}),
    ...(known ? { known } : {}),
  };
  return { entry, args, severities, evidence, workingDirectory, ...settings };
}
