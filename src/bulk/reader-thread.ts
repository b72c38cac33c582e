import { parentPort, workerData } from 'node:worker_threads';
import { type ChooseRequest, chooseTraces } from './choose-traces.js';
import { Encoder } from './encoder.js';
import { PieceReader } from './piece-reader.js';
import type { ReaderAnswer, ReaderRequest } from './reader-threads.js';

/** A thread that reads pieces of files, and chooses from what was read. */

const reader = new PieceReader(new Encoder(workerData as number));

// Pieces are in shared memory, and answers are copied: where buffers are moved, code has to look whether they are still there.
parentPort?.on('message', (request: ReaderRequest | ChooseRequest) => {
  if ('rows' in request) parentPort?.postMessage(chooseTraces(request));
  else {
    const { format, bytes } = request;
    const scanned = reader.read(format, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    parentPort?.postMessage({ scanned, bytes } satisfies ReaderAnswer);
  }
});
