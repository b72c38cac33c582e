import { partitionOfTrace } from './partitioned.js';
import { hex } from './row-span.js';

/** The last digits of an id differ, however it is made. */
const LAST_WORD = 3;
const BITS = 1 << 16;

/** Ids of traces. Of most that are not among them, one word tells it, and no text is made. */
export class TraceSet {
  readonly #ids = new Set<string>();
  /** Where they are. */
  readonly partitions = new Set<number>();
  readonly #maybe = new Uint8Array(BITS);

  add(words: Uint32Array, at: number): void {
    this.#maybe[(words[at + LAST_WORD] ?? 0) % BITS] = 1;
    this.#ids.add(hex(words, at, 4));
    this.partitions.add(partitionOfTrace(words, at));
  }

  addId(id: string): void {
    this.add(
      Uint32Array.from({ length: 4 }, (_, word) => Number.parseInt(id.slice(word * 8, word * 8 + 8), 16)),
      0,
    );
  }

  has(words: Uint32Array, at: number): boolean {
    return this.#maybe[(words[at + LAST_WORD] as number) % BITS] === 1 && this.#ids.has(hex(words, at, 4));
  }
}
