import type { FinishedSpan, SpanOrigin } from '../protocol/finished-span.js';
import { Backlog, type Stored } from './backlog.js';
import { LINK_WORDS, type Maker } from './encoder.js';
import { ENCLOSED_WORDS } from './enclosed-roots.js';
import { PartitionedLog } from './partitioned-log.js';
import { PARTITIONS } from './partitioned.js';
import { MOST_THREADS, NUMBER_BITS, ROW_WORDS, THREAD_SHIFT } from './row.js';
import type { Scanned } from './scanned.js';
import { LENGTH_BYTES, TEXT_UNIT } from './text-table.js';

/** A maker, and its place among all lanes and services of all threads. */
export interface PlacedMaker extends Maker {
  readonly lane: number;
  readonly service: number;
}

interface TextPiece {
  readonly at: number;
  readonly bytes: number;
  readonly stored: Stored;
}

const CLIENT_ONLY = 1 << 2;
const TEXTS_REMEMBERED = 20_000;

/** All spans that were read, as rows, by partition; and what they point to. Beyond its limit it lies in a file. */
export class SpanStore {
  readonly #backlog: Backlog;
  /** All spans. */
  readonly rows: PartitionedLog;
  /** See `Scanned.beside`. */
  readonly beside: PartitionedLog;
  readonly links: PartitionedLog;
  /** What was found of roots that others ran beside: see `EnclosedRoots`. */
  readonly enclosed: PartitionedLog;
  /** Links that lead to nothing, by the traces that have them. */
  readonly broken: PartitionedLog;
  readonly #texts: TextPiece[][] = Array.from({ length: MOST_THREADS }, () => []);
  readonly #makers: PlacedMaker[][] = Array.from({ length: MOST_THREADS }, () => []);
  readonly #lanes = new Map<string, number>();
  readonly #services = new Map<string, number>();
  /** By lane: bits of the kinds of its spans. */
  readonly #kinds: number[] = [];
  readonly #known = new Map<number, string>();
  spans = 0;

  constructor(limitBytes: number) {
    this.#backlog = new Backlog(limitBytes);
    this.rows = new PartitionedLog(this.#backlog, ROW_WORDS);
    this.beside = new PartitionedLog(this.#backlog, ROW_WORDS);
    this.links = new PartitionedLog(this.#backlog, LINK_WORDS);
    this.enclosed = new PartitionedLog(this.#backlog, ENCLOSED_WORDS);
    this.broken = new PartitionedLog(this.#backlog, LINK_WORDS);
  }

  /** What a piece of a file held. In the order of the pieces. */
  add(scanned: Scanned): void {
    this.addTexts(scanned);
    const { rows, beside, links, kinds } = scanned;
    this.spans += rows.starts[PARTITIONS] ?? 0;
    this.rows.add(rows);
    this.beside.add(beside);
    this.links.add(links);
    const makers = this.#makers[scanned.thread >>> THREAD_SHIFT] ?? [];
    kinds.forEach((bits, maker) => {
      const lane = makers[maker]?.lane ?? 0;
      this.#kinds[lane] = (this.#kinds[lane] ?? 0) | bits;
    });
  }

  /** Of a piece whose spans do not count: its thread will not tell of them again. */
  addTexts({ thread, texts, makers }: Scanned): void {
    const number = thread >>> THREAD_SHIFT;
    for (const { at, bytes } of texts)
      this.#texts[number]?.push({ at, bytes: bytes.length, stored: this.#backlog.add(bytes) });
    for (const maker of makers) this.#makers[number]?.push(this.#placed(maker));
  }

  maker(number: number): PlacedMaker {
    const maker = this.#makers[number >>> THREAD_SHIFT]?.[number & NUMBER_BITS];
    if (!maker) throw new RangeError('no such maker');
    return maker;
  }

  /** By thread and number. */
  get makers(): readonly (readonly PlacedMaker[])[] {
    return this.#makers;
  }

  /** Processes that have spans. */
  get lanes(): number {
    return this.#kinds.filter((bits) => bits !== 0).length;
  }

  /** Has it spans of other kinds than CLIENT? */
  doesMore({ service, process }: SpanOrigin): boolean {
    const lane = this.#lanes.get(laneKey(service, process));
    return lane !== undefined && ((this.#kinds[lane] ?? 0) & ~CLIENT_ONLY) !== 0;
  }

  text(number: number): string {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    const text = this.#bytesOf(number).toString('utf8');
    if (this.#known.size >= TEXTS_REMEMBERED) this.#known.clear();
    this.#known.set(number, text);
    return text;
  }

  linksOf(number: number): FinishedSpan['links'] {
    if ((number & NUMBER_BITS) === 0) return NO_LINKS;
    const hex = this.#bytesOf(number).toString('hex');
    const links: [string, string][] = [];
    for (let at = 0; at < hex.length; at += 48) links.push([hex.slice(at, at + 32), hex.slice(at + 32, at + 48)]);
    return links;
  }

  /** Bytes that did not find room in memory. */
  get fileBytes(): number {
    return this.#backlog.fileBytes;
  }

  close(): void {
    this.#backlog.close();
  }

  #placed({ origin, scope }: Maker): PlacedMaker {
    const { service, process } = origin;
    const lane = placeIn(this.#lanes, laneKey(service, process));
    return { origin, scope, lane, service: service === null ? -1 : placeIn(this.#services, service) };
  }

  #bytesOf(number: number): Buffer {
    const pieces = this.#texts[number >>> THREAD_SHIFT] ?? [];
    const unit = number & NUMBER_BITS;
    let [low, high] = [0, pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((pieces[middle]?.at ?? 0) <= unit) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low];
    if (!piece) throw new RangeError('no such text');
    const from = (unit - piece.at) * TEXT_UNIT;
    const length = Buffer.alloc(LENGTH_BYTES);
    this.#backlog.read(piece.stored, from, length);
    const bytes = Buffer.alloc(length.readUInt32LE());
    this.#backlog.read(piece.stored, from + LENGTH_BYTES, bytes);
    return bytes;
  }
}

const NO_LINKS: FinishedSpan['links'] = [];

/** As the model tells lanes apart. */
function laneKey(service: string | null, process: string | null): string {
  return JSON.stringify([service, process]);
}

function placeIn(places: Map<string, number>, key: string): number {
  const place = places.get(key) ?? places.size;
  places.set(key, place);
  return place;
}
