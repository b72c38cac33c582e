import type { Backlog, Stored } from './backlog.js';
import { type Partitioned, sharedWords } from './partitioned.js';

/** Records that come in pieces and are asked for by partition, in the order in which they came. */
export class PartitionedLog {
  readonly #backlog: Backlog;
  /** Of a record, in words. */
  readonly #size: number;
  readonly #pieces: { readonly starts: Uint32Array; readonly stored: Stored }[] = [];

  constructor(backlog: Backlog, size: number) {
    this.#backlog = backlog;
    this.#size = size;
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  add({ words, starts }: Partitioned): void {
    if (words.length > 0) this.#pieces.push({ starts, stored: this.#backlog.add(bytesOf(words)) });
  }

  /** Piece by piece, each as it came: by partitions. */
  *pieces(): Generator<Uint32Array> {
    for (const { starts, stored } of this.#pieces) {
      const words = new Uint32Array((starts.at(-1) ?? 0) * this.#size);
      this.#backlog.read(stored, 0, bytesOf(words));
      yield words;
    }
  }

  /** Those of a partition, and of each record the number of its piece. */
  readWithPieces(partition: number): { readonly words: Uint32Array; readonly pieces: Uint32Array } {
    const words = this.read(partition);
    const pieces = new Uint32Array(words.length / this.#size);
    let at = 0;
    this.#pieces.forEach(({ starts }, piece) => {
      const end = at + lengthIn(starts, partition);
      pieces.fill(piece, at, end);
      at = end;
    });
    return { words, pieces };
  }

  read(partition: number): Uint32Array {
    const bytesEach = this.#size * 4;
    const total = this.#pieces.reduce((sum, { starts }) => sum + lengthIn(starts, partition), 0);
    const words = sharedWords(total * this.#size);
    const bytes = bytesOf(words);
    let at = 0;
    for (const { starts, stored } of this.#pieces) {
      const length = lengthIn(starts, partition) * bytesEach;
      if (length === 0) continue;
      this.#backlog.read(stored, (starts[partition] ?? 0) * bytesEach, bytes.subarray(at, at + length));
      at += length;
    }
    return words;
  }
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

function lengthIn(starts: Uint32Array, partition: number): number {
  return (starts[partition + 1] ?? 0) - (starts[partition] ?? 0);
}
