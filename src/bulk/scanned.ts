import { CONSUMER, SERVER } from '../protocol/span-kind.js';
import type { TroubleSort } from '../readers/files/read-notes.js';
import { type Encoder, LINK_WORDS, type Maker, TARGET } from './encoder.js';
import { type Partitioned, partitioned, partitionOfTrace } from './partitioned.js';
import { FLAGS, KIND_BITS, LINKS, MAKER, NUMBER_BITS, NUMBER_SHIFT, PARENT, ROW_WORDS } from './row.js';

/** What was read of a piece of a file. */
export interface Scanned {
  /** Of the thread that read it, as it stands in its numbers. */
  readonly thread: number;
  /** All spans, by their traces. */
  readonly rows: Partitioned;
  /** Those that may be at work while others run, and those that may run meanwhile: by their processes. */
  readonly beside: Partitioned;
  /** By the traces that are linked to. */
  readonly links: Partitioned;
  readonly texts: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  readonly makers: readonly Maker[];
  /** Of each maker until now: bits of the kinds of its spans in this piece. */
  readonly kinds: Uint8Array;
  readonly troubles: readonly (readonly [sort: TroubleSort, count: number])[];
  /** Where something begins that only the ordinary reader can read, `null`: all was read. */
  readonly stoppedAt: number | null;
}

/** Takes out of an encoder what it was given. */
export function takeScanned(
  encoder: Encoder,
  troubles: Scanned['troubles'] = [],
  stoppedAt: number | null = null,
): Scanned {
  const { words, count, thread, makers } = encoder;
  const partitionOfLane = (all: Uint32Array, at: number): number =>
    makers[(all[at + MAKER] as number) & NUMBER_BITS]?.partition ?? 0;
  const kinds = new Uint8Array(makers.length);
  const beside = rowsBeside(encoder, kinds);
  const links = encoder.linkRecords();
  const scanned = {
    thread,
    rows: partitioned(words, count, ROW_WORDS, partitionOfTrace),
    beside: partitioned(beside, beside.length / ROW_WORDS, ROW_WORDS, partitionOfLane),
    links: partitioned(links, links.length / LINK_WORDS, LINK_WORDS, (all, at) => partitionOfTrace(all, at + TARGET)),
    texts: encoder.texts.take(),
    makers: encoder.takeMakers(),
    kinds,
    troubles,
    stoppedAt,
  };
  encoder.backTo(0);
  return scanned;
}

/** Requests and messages of processes that are known, and roots that are neither: see `entriesAround`. Numbers all rows by the way. */
function rowsBeside({ words, count, makers }: Encoder, kinds: Uint8Array): Uint32Array {
  let kept = 0;
  const rows = new Uint32Array(count * ROW_WORDS);
  for (let at = 0; at < count * ROW_WORDS; at += ROW_WORDS) {
    const flags = words[at + FLAGS] as number;
    const kind = flags & KIND_BITS;
    words[at + FLAGS] = flags | ((at / ROW_WORDS) << NUMBER_SHIFT);
    const maker = (words[at + MAKER] as number) & NUMBER_BITS;
    kinds[maker] = (kinds[maker] as number) | (1 << kind);
    const isWanted =
      kind === SERVER || kind === CONSUMER
        ? (makers[maker]?.origin.process ?? null) !== null
        : words[at + PARENT] === 0 && words[at + PARENT + 1] === 0 && words[at + LINKS] === 0;
    if (!isWanted) continue;
    for (let word = 0; word < ROW_WORDS; word++) rows[kept + word] = words[at + word] as number;
    kept += ROW_WORDS;
  }
  return rows.subarray(0, kept);
}
