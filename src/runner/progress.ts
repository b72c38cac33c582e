import type { JudgeRequest } from './judge.js';
import { judgeNowAndThen } from './judge-now-and-then.js';
import { RecordingCounter } from './recording-counter.js';

/** How far a run has come. */
export interface Progress {
  readonly spans: number;
  readonly traces: number;
  /** Errors and warnings; `null`: nobody has judged yet, or it would take too much. */
  readonly findings: number | null;
}

/** A run that is over by then is over before anybody asks. */
const FIRST_MS = 2000;
const EVERY_MS = 1000;

/** Tells now and then how far a run has come, until the returned function is called. */
export function watchProgress(
  request: JudgeRequest,
  runFolder: string,
  tell: (progress: Progress) => void,
): () => void {
  const counter = new RecordingCounter(runFolder);
  const findings = judgeNowAndThen(request, runFolder);
  const look = (): void => {
    const { spans, traces } = counter.count();
    tell({ spans, traces, findings: findings.count() });
    timer = setTimeout(look, EVERY_MS).unref();
  };
  let timer = setTimeout(look, FIRST_MS).unref();
  return () => {
    clearTimeout(timer);
    findings.stop();
  };
}
