export interface Started {
  /** At least so many bytes of it, if it has them. */
  readonly start: Buffer;
  /** All of it. */
  readonly chunks: AsyncIterable<Buffer>;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Looks at the first bytes of a stream, without the mark that some editors put before them. */
export async function startOf(chunks: AsyncIterable<Buffer>, size: number): Promise<Started> {
  const input = chunks[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let next = await input.next();
  while (next.done !== true) {
    start = start.length === 0 ? next.value : Buffer.concat([start, next.value]);
    if (start.length >= size) break;
    next = await input.next();
  }
  if (start.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) start = start.subarray(BYTE_ORDER_MARK.length);
  return { start, chunks: goingOn(start, input) };
}

async function* goingOn(start: Buffer, input: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (let next = await input.next(); next.done !== true; next = await input.next()) yield next.value;
}
