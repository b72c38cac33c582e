import { parentPort, workerData } from 'node:worker_threads';
import type { RunEvidence } from '../judge.js';
import { Condenser, type Relief } from './condenser.js';

/** A thread of its own, with memory of its own: neither the program nor who waits for it is to notice. */

export interface CondenserData {
  readonly folder: string;
  readonly evidence: RunEvidence;
}

const { folder, evidence } = workerData as CondenserData;
const condenser = new Condenser(folder, evidence);

parentPort?.on('message', (relief: Relief) => {
  condenser.relieve(relief);
  parentPort?.postMessage('done');
});
