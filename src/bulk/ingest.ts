import { availableParallelism } from 'node:os';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { consoleSpans } from '../readers/files/console-output.js';
import { contentFormat, SNIFFED_BYTES } from '../readers/files/content-format.js';
import { decompressed } from '../readers/files/decompressed.js';
import { documentSpans } from '../readers/files/document-spans.js';
import { jsonDocuments } from '../readers/files/json-documents.js';
import { LARGEST_DOCUMENT } from '../readers/files/largest-document.js';
import { protobufMessages } from '../readers/files/protobuf-messages.js';
import type { ReadNotes } from '../readers/files/read-notes.js';
import { startOf } from '../readers/files/start-of.js';
import { type ChooseRequest, type Chosen, chooseTraces } from './choose-traces.js';
import { Encoder } from './encoder.js';
import { MESSAGE_LENGTH_BYTES, type PieceFormat, PieceReader } from './piece-reader.js';
import { type ReaderAnswer, ReaderThreads } from './reader-threads.js';
import { type Scanned, takeScanned } from './scanned.js';
import type { SpanStore } from './span-store.js';

/** What is read at a time. Less is not worth a thread. */
const PIECE_BYTES = 4 << 20;
const MOST_THREADS = 2;
/** Each thread has one at work and one at hand. */
const PIECES_A_THREAD = 2;
/** Spans of the ordinary readers that are put away together. */
const ROWS_AT_A_TIME = 20_000;
const NEWLINE = 10;

/** Reads files into a store: what there is much of in threads, and all else as ever. */
export class Ingest {
  readonly #store: SpanStore;
  readonly #notes: ReadNotes;
  readonly #threads: ReaderThreads;
  readonly #pieceBytes: number;
  /** For what is read in this thread. */
  readonly #encoder = new Encoder(0);
  readonly #here = new PieceReader(this.#encoder);
  readonly #sent: Promise<ReaderAnswer>[] = [];
  readonly #spare: Buffer[] = [];

  /** `threads`: 0 to do without. */
  constructor(
    store: SpanStore,
    notes: ReadNotes,
    { pieceBytes = PIECE_BYTES, threads = Math.min(MOST_THREADS, availableParallelism()) } = {},
  ) {
    this.#store = store;
    this.#notes = notes;
    this.#pieceBytes = pieceBytes;
    this.#threads = new ReaderThreads(threads);
  }

  /** The bytes of a file, whatever its format. `name`: see `contentFormat`. */
  async read(bytes: AsyncIterable<Buffer>, name: string): Promise<void> {
    const notes = this.#notes;
    const { start, chunks } = await startOf(decompressed(bytes, notes), SNIFFED_BYTES);
    const format = contentFormat(start, name, notes);
    if (format === 'protobuf') await this.#protobuf(protobufMessages(chunks, notes));
    else if (format === 'console') await this.spans(consoleSpans(chunks, notes));
    else if (format === 'json') await this.#json(chunks);
    this.#flush();
  }

  /** Spans from wherever. */
  async spans(spans: AsyncIterable<FinishedSpan> | Iterable<FinishedSpan>): Promise<void> {
    for await (const span of spans) {
      this.#encoder.add(span);
      if (this.#encoder.count >= ROWS_AT_A_TIME) this.#flush();
    }
    this.#flush();
  }

  /** In a thread, if there are any. */
  async choose(request: ChooseRequest): Promise<Chosen> {
    return this.#threads.count === 0 ? chooseTraces(request) : this.#threads.choose(request);
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  /** In pieces of whole lines. Where a document is no line, the ordinary reader goes on from there. */
  async #json(chunks: AsyncIterable<Buffer>): Promise<void> {
    const input = chunks[Symbol.asyncIterator]();
    let piece = this.#buffer(this.#pieceBytes);
    let used = 0;
    let rest: Buffer[] | null = null;
    for (let next = await input.next(); next.done !== true; next = await input.next()) {
      const chunk = next.value;
      if (used + chunk.length > piece.length) {
        const end = piece.subarray(0, used).lastIndexOf(NEWLINE) + 1;
        const line = Buffer.from(piece.subarray(end, used));
        rest = end === 0 ? null : await this.#send('json', piece, end);
        if (rest === null && line.length > LARGEST_DOCUMENT) rest = [];
        if (rest !== null) return this.#asEver([...rest, line, chunk], input);
        piece = this.#buffer(Math.max(this.#pieceBytes, 2 * (line.length + chunk.length)));
        used = line.copy(piece);
      }
      used += chunk.copy(piece, used);
    }
    const last = piece.subarray(0, used);
    rest = await this.#settle(0);
    if (rest !== null) return this.#asEver([...rest, last], input);
    const { stoppedAt } = this.#readHere('json', last);
    if (stoppedAt !== null) await this.#asEver([last.subarray(stoppedAt)], input);
  }

  async #protobuf(messages: AsyncIterable<Buffer>): Promise<void> {
    let piece = this.#buffer(this.#pieceBytes);
    let used = 0;
    for await (const message of messages) {
      const size = MESSAGE_LENGTH_BYTES + message.length;
      if (used + size > piece.length) {
        if (used > 0) await this.#send('protobuf', piece, used);
        piece = this.#buffer(Math.max(this.#pieceBytes, size));
        used = 0;
      }
      piece.writeUInt32LE(message.length, used);
      message.copy(piece, used + MESSAGE_LENGTH_BYTES);
      used += size;
    }
    await this.#settle(0);
    this.#readHere('protobuf', piece.subarray(0, used));
  }

  #flush(): void {
    this.#store.add(takeScanned(this.#encoder));
  }

  #readHere(format: PieceFormat, bytes: Buffer): Scanned {
    const scanned = this.#here.read(format, bytes);
    this.#take(scanned);
    return scanned;
  }

  /** Gives a piece to a thread, when one is free for it. The bytes that nobody could read, `null`: all could be read. */
  async #send(format: PieceFormat, piece: Buffer, used: number): Promise<Buffer[] | null> {
    if (this.#threads.count === 0) {
      const { stoppedAt } = this.#readHere(format, piece.subarray(0, used));
      return stoppedAt === null ? null : [piece.subarray(stoppedAt, used)];
    }
    this.#sent.push(this.#threads.read(format, new Uint8Array(piece.buffer, 0, used)));
    return this.#settle(this.#threads.count * PIECES_A_THREAD);
  }

  /** Takes what the threads have read, in the order of the file, until so many pieces are still with them. */
  async #settle(left: number): Promise<Buffer[] | null> {
    while (this.#sent.length > left) {
      const answer = await this.#sent.shift();
      if (!answer) break;
      const { scanned, bytes } = answer;
      this.#take(scanned);
      if (scanned.stoppedAt !== null) return [bufferOf(bytes).subarray(scanned.stoppedAt), ...(await this.#takeBack())];
      if (bytes.buffer.byteLength === this.#pieceBytes) this.#spare.push(Buffer.from(bytes.buffer));
    }
    return null;
  }

  /** What is with the threads does not count: it comes behind something that only the ordinary reader can read. */
  async #takeBack(): Promise<Buffer[]> {
    const answers = await Promise.all(this.#sent.splice(0));
    for (const { scanned } of answers) this.#store.addTexts(scanned);
    return answers.map(({ bytes }) => bufferOf(bytes));
  }

  #take(scanned: Scanned): void {
    this.#store.add(scanned);
    for (const [sort, count] of scanned.troubles) this.#notes.add(sort, count);
  }

  async #asEver(rest: readonly Buffer[], input: AsyncIterator<Buffer>): Promise<void> {
    for await (const document of jsonDocuments(followed(rest, input), this.#notes)) {
      for (const span of documentSpans(document, this.#notes)) this.#encoder.add(span);
      if (this.#encoder.count >= ROWS_AT_A_TIME) this.#flush();
    }
  }

  #buffer(size: number): Buffer {
    return (size === this.#pieceBytes ? this.#spare.pop() : undefined) ?? Buffer.from(new SharedArrayBuffer(size));
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function* followed(first: readonly Buffer[], input: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  for (let next = await input.next(); next.done !== true; next = await input.next()) yield next.value;
}
