import { Ingest } from '../../../src/bulk/ingest.js';
import { SpanStore } from '../../../src/bulk/span-store.js';
import { spansInOrder } from '../../../src/bulk/spans-in-order.js';
import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import { ReadNotes } from '../../../src/readers/files/read-notes.js';
import { spansIn } from '../../../src/readers/files/read-spans.js';

export interface AllRead {
  readonly spans: readonly FinishedSpan[];
  /** `2 bad-id`. */
  readonly troubles: readonly string[];
}

/** What is read from bytes that come in pieces of `size`. */
export async function readAll(content: string | Uint8Array, { size = 1 << 18, name = '' } = {}): Promise<AllRead> {
  const notes = new ReadNotes();
  const spans: FinishedSpan[] = [];
  for await (const span of spansIn(pieces(Buffer.from(content), size), notes, name)) spans.push(span);
  return { spans, troubles: notes.troubles().map(({ sort, count }) => `${count} ${sort}`) };
}

/** The same by way of rows: what is read for people, and by whom, must make no difference. */
export async function readAsRows<T>(
  content: string | Uint8Array,
  { size = 1 << 18, name = '', pieceBytes = 1 << 16, threads = 0 },
  use: (store: SpanStore, read: AllRead) => T,
): Promise<T> {
  const notes = new ReadNotes();
  const store = new SpanStore(1 << 20);
  const ingest = new Ingest(store, notes, { pieceBytes, threads });
  await ingest.read(pieces(Buffer.from(content), size), name);
  await ingest.close();
  const troubles = notes.troubles().map(({ sort, count }) => `${count} ${sort}`);
  try {
    return use(store, { spans: spansInOrder(store), troubles });
  } finally {
    store.close();
  }
}

async function* pieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** `GET /orders < none (local) SERVER shop 0..50`, with the parent's id. */
export function spanText({ name, parentId, parentIsRemote, kind, origin, startMs, endMs }: FinishedSpan): string {
  const where = parentIsRemote === null ? '?' : parentIsRemote ? 'remote' : 'local';
  const kindText = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'][kind];
  const ms = (time: number | null): string => (time === null ? '-' : String(Math.round((time - EPOCH) * 1000) / 1000));
  return `${name} < ${parentId ?? 'none'} (${where}) ${kindText} ${origin.service} ${ms(startMs)}..${ms(endMs)}`;
}

/** What the times of tests begin with. */
export const EPOCH = 1_700_000_000_000;
