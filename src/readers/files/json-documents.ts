import { isUtf8 } from 'node:buffer';
import { closedText } from './closed-text.js';
import { LARGEST_DOCUMENT } from './largest-document.js';
import type { ReadNotes } from './read-notes.js';
import { ValueScanner } from './value-scanner.js';

const NEWLINE = 10;

/**
 * The JSON documents of a text: one in each line, as most tools write them; or with line breaks in them, or one right
 * behind the other. What is no JSON is counted and passed over. A document that ends in the middle is closed where its last
 * whole part ends. Holds no more than a chunk and a document.
 */
export async function* jsonDocuments(chunks: AsyncIterable<Buffer>, notes: ReadNotes): AsyncGenerator<unknown> {
  const reader = new DocumentReader(notes);
  for await (const chunk of chunks) {
    yield* reader.add(chunk);
    if (reader.isFull) return;
  }
  yield* reader.end();
}

class DocumentReader {
  readonly #notes: ReadNotes;
  /** What is not read yet: the beginning of a line. */
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** A document that does not end in its first line. */
  #open: ValueScanner | null = null;
  isFull = false;

  constructor(notes: ReadNotes) {
    this.#notes = notes;
  }

  *add(chunk: Buffer): Generator<unknown> {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end === -1) break;
      const isBlank = end === from && this.#restBytes === 0;
      this.#keep(chunk.subarray(from, end));
      from = end + 1;
      if (isBlank) continue;
      yield* this.#line();
      if (this.isFull) return;
    }
    this.#keep(chunk.subarray(from));
  }

  *end(): Generator<unknown> {
    yield* this.#line();
    yield* this.#cutOff();
  }

  /** What is open will not be closed any more. */
  *#cutOff(): Generator<unknown> {
    const rest = this.#open?.rest() ?? '';
    this.#open = null;
    if (rest === '') return;
    this.#notes.add('truncated');
    const closed = parsed(closedText(rest));
    if (closed !== undefined) yield closed;
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#rest.push(part);
    this.#restBytes += part.length;
    if (this.#restBytes + (this.#open?.length ?? 0) <= LARGEST_DOCUMENT) return;
    this.#notes.add('oversized');
    this.#rest = [];
    this.#restBytes = 0;
    this.#open = null;
    this.isFull = true;
  }

  *#line(): Generator<unknown> {
    if (this.isFull) return;
    const bytes = this.#rest.length === 1 && this.#rest[0] ? this.#rest[0] : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    if (!isUtf8(bytes)) this.#notes.add('bad-utf8');
    const line = bytes.toString('utf8');
    const value = !this.#open || BEGINS_ANEW.test(line) ? wholeValue(line) : undefined;
    if (value !== undefined) {
      yield* this.#cutOff();
      yield value;
      return;
    }
    if (!this.#open && line.trim() === '') return;
    const isNew = this.#open === null;
    this.#open ??= new ValueScanner();
    yield* this.#scan(this.#open, line);
    if (isNew && this.#open && !/^\s*[[{}]/.test(line)) {
      // A bracket somewhere in other output begins no document of several lines.
      this.#notes.add('not-json');
      this.#open = null;
    }
    // No text of JSON goes on in the next line.
    if (this.#open?.isInString) yield* this.#cutOff();
  }

  *#scan(scanner: ValueScanner, line: string): Generator<unknown> {
    let isFirst = true;
    for (const { text, isValue } of scanner.add(`${line}\n`)) {
      const value = isValue ? parsed(text) : undefined;
      if (value === undefined) this.#notes.add('not-json');
      else {
        if (!isFirst) this.#notes.add('concatenated');
        isFirst = false;
        yield value;
      }
    }
    if (scanner.isIdle) this.#open = null;
    else if (!isFirst) this.#notes.add('concatenated');
  }
}

/** A document of its own where another one is still open: whoever wrote that did not come to its end. */
const BEGINS_ANEW = /^(?:\{"|\[\{")/;

/** Of a line that is a document. */
export function wholeValue(line: string): unknown {
  const text = line.trim();
  return /[\]}]$/.test(text) ? parsed(text) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
