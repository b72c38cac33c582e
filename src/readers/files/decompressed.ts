import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import type { ReadNotes } from './read-notes.js';
import { startOf } from './start-of.js';

/** Traces were seen to shrink to a sixtieth at best. What grows more, beyond an amount that is harmless, is no trace. */
export const GREATEST_GROWTH = 300;
export const HARMLESS_BYTES = 64 * 1024 * 1024;

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Node has it since 22.15 (https://nodejs.org/api/zlib.html#class-zlibzstddecompress). */
const createZstd = (zlib as { createZstdDecompress?: () => zlib.Gunzip }).createZstdDecompress;

/** Bytes of a file without its compression, which is told by the first of them. */
export async function* decompressed(chunks: AsyncIterable<Buffer>, notes: ReadNotes): AsyncGenerator<Buffer> {
  const { start, chunks: input } = await startOf(chunks, ZSTD.length);
  if (start.subarray(0, GZIP.length).equals(GZIP)) yield* through(zlib.createGunzip(), input, notes);
  else if (!start.subarray(0, ZSTD.length).equals(ZSTD)) yield* input;
  else if (createZstd) yield* through(createZstd(), input, notes);
  else notes.add('no-zstd');
}

async function* through(stream: zlib.Gunzip, input: AsyncIterable<Buffer>, notes: ReadNotes): AsyncGenerator<Buffer> {
  let bytesIn = 0;
  let bytesOut = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      bytesIn += chunk.length;
      yield chunk;
    }
  };
  const source = Readable.from(counted());
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytesOut += chunk.length;
      if (bytesOut > HARMLESS_BYTES && bytesOut > bytesIn * GREATEST_GROWTH) {
        notes.add('bomb');
        return;
      }
      yield chunk;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    notes.add('bad-compression');
  } finally {
    source.destroy();
    stream.destroy();
  }
}
