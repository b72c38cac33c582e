import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { recordedFiles } from './recorded-files.js';

/** So much is read at a time that a busy program's recording is kept up with, and so little that nobody notices. */
const BYTES_AT_ONCE = 8 << 20;
const CHUNK_BYTES = 1 << 20;
/** More trace ids than this are not kept in memory to be told apart. */
const MOST_TRACES = 200_000;

const NEWLINE = 10;
const START = Buffer.from('{"t":"s"');
const TRACE_ID = /"tr":"([^"]*)"/;

/** Counts spans and traces of a recording that grows: reads only what is new. */
export class RecordingCounter {
  readonly #folder: string;
  /** How far each file has been read: up to the end of a line. */
  readonly #read = new Map<string, number>();
  readonly #traces = new Set<string>();
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #spans = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  count(): { readonly spans: number; readonly traces: number } {
    let room = BYTES_AT_ONCE;
    for (const file of recordedFiles(this.#folder)) if (file.startsWith('spans-')) room -= this.#readOn(file, room);
    return { spans: this.#spans, traces: this.#traces.size };
  }

  #readOn(file: string, room: number): number {
    let fd: number;
    try {
      fd = openSync(join(this.#folder, file), 'r');
    } catch {
      // Removed since the folder was read.
      return 0;
    }
    try {
      let total = 0;
      while (total < room) {
        const from = this.#read.get(file) ?? 0;
        const size = readSync(fd, this.#chunk, 0, CHUNK_BYTES, from);
        const end = this.#chunk.subarray(0, size).lastIndexOf(NEWLINE) + 1;
        // A line that is longer than a chunk is none of a span's start.
        const step = end === 0 && size === CHUNK_BYTES ? size : end;
        if (step === 0) break;
        this.#countIn(this.#chunk.subarray(0, end));
        this.#read.set(file, from + step);
        total += step;
      }
      return total;
    } finally {
      closeSync(fd);
    }
  }

  #countIn(lines: Buffer): void {
    for (let at = 0; at < lines.length; ) {
      const end = lines.indexOf(NEWLINE, at);
      if (lines.compare(START, 0, START.length, at, Math.min(at + START.length, end)) === 0) {
        this.#spans++;
        if (this.#traces.size < MOST_TRACES) this.#traceIn(lines.toString('latin1', at, end));
      }
      at = end + 1;
    }
  }

  /** Only the first span of a trace in a file, and those whose parent is elsewhere, name their trace. */
  #traceIn(line: string): void {
    const id = TRACE_ID.exec(line)?.[1];
    if (id !== undefined) this.#traces.add(id);
  }
}
