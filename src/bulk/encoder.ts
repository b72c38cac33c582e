import type { FinishedSpan, SpanOrigin } from '../protocol/finished-span.js';
import {
  END,
  FLAGS,
  LINKS,
  MAKER,
  NAME,
  PARENT,
  REMOTE,
  REMOTE_KNOWN,
  ROW_DOUBLES,
  ROW_WORDS,
  SHARED,
  SPAN,
  START,
  STATUS_SHIFT,
  THREAD_SHIFT,
  TRACE,
} from './row.js';
import { mixed, PARTITIONS } from './partitioned.js';
import { HASH_START, hashed, TextTable } from './text-table.js';

/** What all spans of a scope of a process have in common. */
export interface Maker {
  readonly origin: SpanOrigin;
  readonly scope: string | null;
}

export interface KnownMaker extends Maker {
  /** Of its process. */
  readonly partition: number;
}

/** A record of a link: the id of the trace that has it, and the trace and the span that it leads to. */
export const LINK_WORDS = 10;
export const TARGET = 4;
const LINK_ID_WORDS = 6;
const WORD_DIGITS = 8;
const LINK_DIGITS = LINK_ID_WORDS * WORD_DIGITS;

const FEWEST_ROWS = 1024;
const NO_BYTES = new Uint8Array(0);

/** Writes rows, and keeps what they point to. Each thread has one. */
export class Encoder {
  words = new Uint32Array(FEWEST_ROWS * ROW_WORDS);
  doubles = new Float64Array(this.words.buffer);
  count = 0;
  readonly texts = new TextTable();
  readonly thread: number;
  /** By the numbers of makers. */
  readonly makers: KnownMaker[] = [];
  /** Of each link the row's number, and the words of both ids. */
  #linked: number[] = [];
  readonly #numbers = new Map<string, number>();
  #makersTaken = 0;

  constructor(thread: number) {
    this.thread = thread << THREAD_SHIFT;
  }

  /** Where the next row begins, in words. There is room for it. */
  next(): number {
    const at = this.count * ROW_WORDS;
    if (at === this.words.length) this.#grow();
    return at;
  }

  maker(origin: SpanOrigin, scope: string | null): number {
    const key = JSON.stringify([origin.service, origin.process, origin.language, scope]);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.makers.length;
      this.#numbers.set(key, number);
      this.makers.push({ origin, scope, partition: partitionOfLane(origin) });
    }
    return this.thread | number;
  }

  /** In the order of their numbers: those that have come since it was asked last. */
  takeMakers(): readonly Maker[] {
    const makers = this.makers.slice(this.#makersTaken);
    this.#makersTaken = this.makers.length;
    return makers;
  }

  links(links: FinishedSpan['links']): number {
    if (links.length === 0) return 0;
    const hex = links.map(([traceId, spanId]) => traceId + spanId).join('');
    for (let at = 0; at < hex.length; at += LINK_DIGITS) {
      this.#linked.push(this.count);
      for (let digit = at; digit < at + LINK_DIGITS; digit += WORD_DIGITS)
        this.#linked.push(Number.parseInt(hex.slice(digit, digit + WORD_DIGITS), 16));
    }
    return this.thread | this.texts.numberOf(Buffer.from(hex, 'hex'));
  }

  add(span: FinishedSpan): void {
    const at = this.next();
    const { words, doubles } = this;
    writeId(words, at + TRACE, span.traceId);
    writeId(words, at + SPAN, span.spanId);
    if (span.parentId === null) words.fill(0, at + PARENT, at + PARENT + 2);
    else writeId(words, at + PARENT, span.parentId);
    doubles[this.count * ROW_DOUBLES + START] = span.startMs ?? Number.NaN;
    doubles[this.count * ROW_DOUBLES + END] = span.endMs ?? Number.NaN;
    words[at + NAME] = this.thread | this.texts.numberOf(span.name === '' ? NO_BYTES : Buffer.from(span.name));
    words[at + MAKER] = this.maker(span.origin, span.scope);
    words[at + LINKS] = this.links(span.links);
    words[at + FLAGS] =
      span.kind |
      (span.status << STATUS_SHIFT) |
      (span.parentIsRemote === null ? 0 : REMOTE_KNOWN) |
      (span.parentIsRemote ? REMOTE : 0) |
      (span.isShared ? SHARED : 0);
    this.count++;
  }

  /** Of each link the id of the trace that has it, and the ids of what it leads to. */
  linkRecords(): Uint32Array {
    const links = this.#linked.length / (1 + LINK_ID_WORDS);
    const records = new Uint32Array(links * LINK_WORDS);
    for (let link = 0; link < links; link++) {
      const from = link * (1 + LINK_ID_WORDS);
      const row = (this.#linked[from] as number) * ROW_WORDS;
      for (let word = 0; word < TARGET; word++)
        records[link * LINK_WORDS + word] = this.words[row + TRACE + word] as number;
      for (let word = 0; word < LINK_ID_WORDS; word++)
        records[link * LINK_WORDS + TARGET + word] = this.#linked[from + 1 + word] as number;
    }
    return records;
  }

  /** What was added since there were so many rows is taken back. */
  backTo(count: number): void {
    this.count = count;
    while (this.#linked.length > 0 && (this.#linked.at(-1 - LINK_ID_WORDS) as number) >= count)
      this.#linked.length -= 1 + LINK_ID_WORDS;
  }

  #grow(): void {
    const words = new Uint32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    this.doubles = new Float64Array(words.buffer);
  }
}

function partitionOfLane({ service, process }: SpanOrigin): number {
  let hash = HASH_START;
  for (const byte of Buffer.from(JSON.stringify([service, process]))) hash = hashed(hash, byte);
  return (mixed(hash) >>> 0) % PARTITIONS;
}

function writeId(words: Uint32Array, at: number, id: string): void {
  for (let digit = 0; digit < id.length; digit += WORD_DIGITS)
    words[at + digit / WORD_DIGITS] = Number.parseInt(id.slice(digit, digit + WORD_DIGITS), 16);
}
