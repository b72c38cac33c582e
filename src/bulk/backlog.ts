import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes that were put away: in memory, or from somewhere on in the file. */
export type Stored = Uint8Array | number;

/** Keeps bytes in memory up to a limit, and what comes then in a temporary file. */
export class Backlog {
  readonly #limit: number;
  #held = 0;
  #fd = -1;
  #end = 0;
  #folder = '';

  constructor(limit: number) {
    this.#limit = limit;
  }

  get fileBytes(): number {
    return this.#end;
  }

  add(bytes: Uint8Array): Stored {
    if (this.#held + bytes.length <= this.#limit) {
      this.#held += bytes.length;
      return bytes;
    }
    if (this.#fd === -1) this.#open();
    const at = this.#end;
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#fd, bytes, written, bytes.length - written, at + written);
    this.#end += bytes.length;
    return at;
  }

  /** Copies a part of what was put away. */
  read(stored: Stored, from: number, into: Uint8Array): void {
    if (typeof stored !== 'number') {
      into.set(stored.subarray(from, from + into.length));
      return;
    }
    for (let done = 0; done < into.length; ) {
      const got = readSync(this.#fd, into, done, into.length - done, stored + from + done);
      if (got === 0) throw new Error('a temporary file is shorter than it was');
      done += got;
    }
  }

  close(): void {
    if (this.#fd === -1) return;
    process.off('exit', this.#remove);
    closeSync(this.#fd);
    this.#fd = -1;
    this.#remove();
  }

  #open(): void {
    this.#folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-'));
    process.once('exit', this.#remove);
    this.#fd = openSync(join(this.#folder, 'spans'), 'wx+', 0o600);
  }

  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true });
}
