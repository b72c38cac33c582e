import { parentPort, workerData } from 'node:worker_threads';
import { judge } from './judge.js';
import type { InterimAnswer, InterimRequest } from './judge-now-and-then.js';
import { NO_OUTCOME } from './no-outcome.js';

/** The thread that judges while a program is still running. */

const { request, runFolder } = workerData as InterimRequest;

parentPort?.on('message', () => {
  const started = performance.now();
  const { findings } = judge(request, runFolder, NO_OUTCOME).report;
  const fingerprints = findings
    .filter(({ severity, fingerprint }) => severity !== 'info' && !request.known?.includes(fingerprint))
    .map(({ fingerprint }) => fingerprint);
  parentPort?.postMessage({ fingerprints, tookMs: performance.now() - started } satisfies InterimAnswer);
});
