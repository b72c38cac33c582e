import { createReadStream } from 'node:fs';

/** What standard input is called, as everywhere. */
export const STANDARD_INPUT = '-';

/** The bytes of a file, or of standard input. */
export function inputChunks(file: string): AsyncIterable<Buffer> {
  return file === STANDARD_INPUT ? process.stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES });
}

const CHUNK_BYTES = 1 << 20;
