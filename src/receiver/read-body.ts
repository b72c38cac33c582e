import type { IncomingMessage } from 'node:http';
import { PassThrough, type Transform } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { Allowance } from './allowance.js';
import { LARGEST_BODY } from './limits.js';

export type ReadBody =
  | { readonly body: Buffer }
  | { readonly body: null; readonly because: 'too-large' | 'no-room' | 'bad-compression' | 'broken-off' };

/** Is called with what is read of a body; what it took of the allowance is given back when that is done. */
export type UseOfBody<T> = (read: ReadBody) => Promise<T>;

/** Node's names for the encodings of HTTP that OTLP's exporters use, and one more. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  identity: () => new PassThrough(),
};

export function isKnownEncoding(encoding: string): boolean {
  return Object.hasOwn(DECODERS, encoding);
}

/** The body of a request, out of its compression. What grows beyond the limit is not read on, whatever its length says. */
export async function readBody<T>(
  request: IncomingMessage,
  encoding: string,
  allowance: Allowance,
  use: UseOfBody<T>,
): Promise<T> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const read = async (): Promise<ReadBody> => {
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return { body: null, because: 'too-large' };
    try {
      for await (const chunk of decoded(request, encoding)) {
        if (!allowance.take(chunk.length)) return { body: null, because: 'no-room' };
        bytes += chunk.length;
        if (bytes > LARGEST_BODY) return { body: null, because: 'too-large' };
        chunks.push(chunk);
      }
    } catch {
      return { body: null, because: request.complete ? 'bad-compression' : 'broken-off' };
    }
    const [only] = chunks;
    return { body: chunks.length === 1 && only ? only : Buffer.concat(chunks, bytes) };
  };
  try {
    return await use(await read());
  } finally {
    allowance.giveBack(bytes);
  }
}

/** A request that nobody reads on stays open, so that it can be answered. */
function decoded(request: IncomingMessage, encoding: string): AsyncIterable<Buffer> {
  if (encoding === 'identity') return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const decoder = DECODERS[encoding]?.() ?? new PassThrough();
  request.on('error', (error) => decoder.destroy(error));
  request.once('close', () => {
    if (!request.complete) decoder.destroy(new Error('broken off'));
  });
  return request.pipe(decoder);
}
