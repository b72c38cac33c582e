import { parentPort, workerData } from 'node:worker_threads';
import { Encoder } from './encoder.js';
import { PieceReader } from './piece-reader.js';
import type { ReaderAnswer, ReaderRequest } from './reader-threads.js';

/** A thread that reads pieces of files. */

const reader = new PieceReader(new Encoder(workerData as number));

parentPort?.on('message', ({ format, bytes }: ReaderRequest) => {
  const scanned = reader.read(format, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const { rows, beside, links, texts } = scanned;
  const answer: ReaderAnswer = { scanned, bytes };
  const moved = [bytes, rows.words, beside.words, links.words, ...texts.map((text) => text.bytes)].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
  parentPort?.postMessage(answer, [...new Set(moved)]);
});
