import { MOST_OPEN } from '../model/questions/entries-around.js';
import { CLIENT, CONSUMER, SERVER } from '../protocol/span-kind.js';
import { orphanLikeness } from '../rules/finished-orphans.js';
import { partitioned, PARTITIONS, partitionOfTrace } from './partitioned.js';
import { END, FLAGS, KIND_BITS, MAKER, NAME, ROW_DOUBLES, ROW_WORDS, SHARED, SPAN, START } from './row.js';
import type { SpanStore } from './span-store.js';
import { isSameTrace } from './trace-index.js';

/** A record: how many enclose a root, its row, and the row of the first that does. */
export const ENCLOSED_WORDS = 1 + 2 * ROW_WORDS;
export const ENCLOSED_ROOT = 1;
export const ENCLOSING_ROW = ENCLOSED_ROOT + ROW_WORDS;

const LIKENESSES_REMEMBERED = 50_000;

/**
 * Finds for all roots, process by process, what was open around them, as `entriesAround` does where all spans are in one model.
 * Gives the likenesses of those that ran with nothing around.
 */
export function findEnclosedRoots(store: SpanStore): LoneRoots {
  const alone = new Set<string>();
  const likeness = likenessOf(store);
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const found: number[] = [];
    const rows = store.beside.read(partition);
    for (const { words, row, around } of rootsIn(rows, store)) {
      const at = row * ROW_WORDS;
      const [first] = around;
      if (first === undefined) {
        if (((words[at + FLAGS] ?? 0) & KIND_BITS) !== CLIENT)
          alone.add(likeness(words[at + MAKER] ?? 0, words[at + NAME] ?? 0));
        continue;
      }
      found.push(around.length);
      for (const from of [at, first * ROW_WORDS])
        for (let word = from; word < from + ROW_WORDS; word++) found.push(words[word] ?? 0);
    }
    const records = Uint32Array.from(found);
    store.enclosed.add(
      partitioned(records, records.length / ENCLOSED_WORDS, ENCLOSED_WORDS, (all, at) =>
        partitionOfTrace(all, at + ENCLOSED_ROOT),
      ),
    );
  }
  return { alone, isAlone: (maker, name) => alone.has(likeness(maker, name)) };
}

export interface LoneRoots {
  /** Likenesses of `finishedOrphans`. */
  readonly alone: ReadonlySet<string>;
  /** The same by numbers. */
  isAlone(maker: number, name: number): boolean;
}

interface Root {
  readonly words: Uint32Array;
  readonly row: number;
  /** Rows, in the order of their starts. */
  readonly around: readonly number[];
}

function* rootsIn(words: Uint32Array, store: SpanStore): Generator<Root> {
  const doubles = new Float64Array(words.buffer);
  const count = words.length / ROW_WORDS;
  const lanes = new Int32Array(count);
  const starts = new Float64Array(count);
  const ends = new Float64Array(count);
  const order = new Uint32Array(count);
  let roots = 0;
  for (let row = 0; row < count; row++) {
    lanes[row] = store.maker(words[row * ROW_WORDS + MAKER] ?? 0).lane;
    const startMs = doubles[row * ROW_DOUBLES + START] ?? Number.NaN;
    const endMs = doubles[row * ROW_DOUBLES + END] ?? Number.NaN;
    starts[row] = known(startMs, known(endMs, 0));
    ends[row] = known(endMs, starts[row] ?? 0);
    order[row] = row;
    if (!isEntry(words, row)) roots++;
  }
  if (roots === 0) return;
  const of = (values: Float64Array | Int32Array, row: number): number => values[row] as number;
  order.sort(
    (a, b) => of(lanes, a) - of(lanes, b) || of(starts, a) - of(starts, b) || of(ends, b) - of(ends, a) || a - b,
  );
  let lane = -1;
  let open: number[] = [];
  for (const row of order) {
    if (lanes[row] !== lane) open = [];
    lane = of(lanes, row);
    open = open.filter((other) => of(ends, other) >= of(starts, row));
    if (isEntry(words, row)) {
      if (open.length < MOST_OPEN && !open.some((other) => isSame(words, row, other, store))) open.push(row);
      continue;
    }
    const isKnown = store.maker(words[row * ROW_WORDS + MAKER] ?? 0).origin.process !== null;
    const around =
      isKnown && open.length < MOST_OPEN
        ? open.filter((other) => of(ends, other) >= of(ends, row) && !isOfTrace(words, row, other))
        : [];
    yield { words, row, around };
  }
}

/** A request or a message; all else that stands here is a root of another kind, or one of these. */
function isEntry(words: Uint32Array, row: number): boolean {
  const kind = (words[row * ROW_WORDS + FLAGS] ?? 0) & KIND_BITS;
  return kind === SERVER || kind === CONSUMER;
}

/** The same, sent again. */
function isSame(words: Uint32Array, row: number, other: number, store: SpanStore): boolean {
  if (!isOfTrace(words, row, other)) return false;
  const [at, from] = [row * ROW_WORDS, other * ROW_WORDS];
  for (let word = SPAN; word < NAME; word++) if (words[at + word] !== words[from + word]) return false;
  const isOfKind = (((words[at + FLAGS] ?? 0) ^ (words[from + FLAGS] ?? 0)) & (KIND_BITS | SHARED)) === 0;
  return isOfKind && store.text(words[at + NAME] ?? 0) === store.text(words[from + NAME] ?? 0);
}

function isOfTrace(words: Uint32Array, row: number, other: number): boolean {
  return isSameTrace(words, row * ROW_WORDS, words, other * ROW_WORDS);
}

function known(time: number, otherwise: number): number {
  return Number.isNaN(time) ? otherwise : time;
}

function likenessOf(store: SpanStore): (maker: number, name: number) => string {
  const known = new Map<string, string>();
  return (maker, name) => {
    const key = `${maker} ${name}`;
    let likeness = known.get(key);
    if (likeness === undefined) {
      const { origin, scope } = store.maker(maker);
      likeness = orphanLikeness(origin.service, scope, store.text(name));
      if (known.size >= LIKENESSES_REMEMBERED) known.clear();
      known.set(key, likeness);
    }
    return likeness;
  };
}
