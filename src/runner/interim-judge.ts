import { parentPort, workerData } from 'node:worker_threads';
import type { Outcome } from '../report/report.js';
import { judge } from './judge.js';
import type { InterimAnswer, InterimRequest } from './judge-now-and-then.js';

/** The thread that judges while a program is still running. */

const { request, runFolder } = workerData as InterimRequest;

/** It is running. */
const SO_FAR: Outcome = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 0,
  stoppedBy: null,
  ready: null,
  drive: null,
};

parentPort?.on('message', () => {
  const started = performance.now();
  const { findings } = judge(request, runFolder, SO_FAR).report;
  const fingerprints = findings
    .filter(({ severity, fingerprint }) => severity !== 'info' && !request.known?.includes(fingerprint))
    .map(({ fingerprint }) => fingerprint);
  parentPort?.postMessage({ fingerprints, tookMs: performance.now() - started } satisfies InterimAnswer);
});
