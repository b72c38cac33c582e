import { Worker } from 'node:worker_threads';
import { DIST } from '../version.js';
import type { Chosen, ChooseRequest } from './choose-traces.js';
import type { PieceFormat } from './piece-reader.js';
import type { Scanned } from './scanned.js';

export interface ReaderRequest {
  readonly format: PieceFormat;
  readonly bytes: Uint8Array;
}

export interface ReaderAnswer {
  readonly scanned: Scanned;
  /** What was read, given back. */
  readonly bytes: Uint8Array;
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

/** Threads that read pieces of files, and choose traces. */
export class ReaderThreads {
  readonly #threads: Thread[] = [];

  /** How many pieces are read at a time. */
  readonly count: number;

  constructor(count: number) {
    this.count = count;
  }

  read(format: PieceFormat, bytes: Uint8Array): Promise<ReaderAnswer> {
    return this.#ask({ format, bytes } satisfies ReaderRequest);
  }

  choose(request: ChooseRequest): Promise<Chosen> {
    return this.#ask(request);
  }

  #ask<Answer>(request: ReaderRequest | ChooseRequest): Promise<Answer> {
    const thread = this.#leastBusy();
    return new Promise<Answer>((resolve, reject) => {
      thread.waiting.push({ resolve, reject });
      thread.worker.postMessage(request);
    });
  }

  #leastBusy(): Thread {
    if (this.#threads.length < this.count) {
      const thread = started(this.#threads.length + 1);
      this.#threads.push(thread);
      return thread;
    }
    return this.#threads.reduce((least, thread) => (thread.waiting.length < least.waiting.length ? thread : least));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}

function started(number: number): Thread {
  const worker = new Worker(new URL('bulk/reader-thread.js', DIST), { workerData: number });
  const waiting: Waiting[] = [];
  worker.on('message', (answer) => waiting.shift()?.resolve(answer as never));
  worker.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return { worker, waiting };
}
