import { HASH_START } from './text-table.js';

/** So many parts: one of them at a time is looked at, and must find room in memory. */
export const PARTITIONS = 128;

/** Records of one size, those of each partition together, in the order in which they came. */
export interface Partitioned {
  readonly words: Uint32Array;
  /** Where each partition begins, in records; at the end, how many there are. */
  readonly starts: Uint32Array;
}

/** Sorts records by partition. `of`: the partition of the record that begins at a word. */
export function partitioned(
  words: Uint32Array,
  count: number,
  size: number,
  of: (words: Uint32Array, at: number) => number,
): Partitioned {
  const parts = new Uint8Array(count);
  const starts = new Uint32Array(PARTITIONS + 1);
  for (let index = 0; index < count; index++) {
    const part = of(words, index * size);
    parts[index] = part;
    starts[part + 1] = (starts[part + 1] as number) + 1;
  }
  for (let part = 0; part < PARTITIONS; part++)
    starts[part + 1] = (starts[part + 1] as number) + (starts[part] as number);
  const next = starts.slice();
  const sorted = sharedWords(count * size);
  for (let index = 0; index < count; index++) {
    const part = parts[index] as number;
    const to = (next[part] as number) * size;
    next[part] = (next[part] as number) + 1;
    for (let word = 0; word < size; word++) sorted[to + word] = words[index * size + word] as number;
  }
  return { words: sorted, starts };
}

/** Threads hand these to each other as they are: to copy them takes as long as to partition them. */
export function sharedWords(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
}

/** Of a trace's id, which may be as regular as it likes. */
export function traceHash(words: Uint32Array, at: number): number {
  let hash = HASH_START;
  for (let word = at; word < at + 4; word++) hash = mixed(hash ^ (words[word] as number));
  return hash >>> 0;
}

export function partitionOfTrace(words: Uint32Array, at: number): number {
  return traceHash(words, at) % PARTITIONS;
}

/** All bits of a word count in all of the result (the finalizer of MurmurHash3). */
export function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
