import { LARGEST_DOCUMENT } from './largest-document.js';
import type { ReadNotes } from './read-notes.js';

/** `resource_spans = 1` of an export request, length-delimited: all that there is at its top. */
const RESOURCE_SPANS = 0x0a;

/** A length takes no more bytes than this. */
const LONGEST_VARINT = 5;

const EMPTY = Buffer.alloc(0);

/**
 * The `ResourceSpans` messages of one export request or of many, one behind the other; or each behind its length in four
 * bytes, as the Collector's file exporter writes them. Holds no more than a chunk and a message.
 */
export async function* protobufMessages(chunks: AsyncIterable<Buffer>, notes: ReadNotes): AsyncGenerator<Buffer> {
  let rest: Buffer = EMPTY;
  let pending: Buffer[] = [];
  let wanted = 0;
  let bytes = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    bytes += chunk.length;
    if (bytes < wanted) continue;
    rest = Buffer.concat(pending);
    let at = 0;
    for (;;) {
      const next = nextMessage(rest, at);
      if (next === 'damaged' || next.wanted > LARGEST_DOCUMENT) {
        notes.add(next === 'damaged' ? 'bad-protobuf' : 'oversized');
        return;
      }
      wanted = next.wanted;
      if (!next.message) break;
      at = next.end;
      yield next.message;
    }
    rest = rest.subarray(at);
    pending = rest.length === 0 ? [] : [rest];
    bytes = rest.length;
  }
  if (bytes === 0) return;
  notes.add('truncated');
  const started = startedMessage(Buffer.concat(pending));
  if (started) yield started;
}

/** The same of a request that is all there. */
export function* messagesOf(request: Buffer, notes: ReadNotes): Generator<Buffer> {
  let at = 0;
  while (at < request.length) {
    const next = nextMessage(request, at);
    if (next === 'damaged') {
      notes.add('bad-protobuf');
      return;
    }
    if (!next.message) {
      notes.add('truncated');
      const started = startedMessage(request.subarray(at));
      if (started) yield started;
      return;
    }
    at = next.end;
    yield next.message;
  }
}

type Next =
  | { readonly message: Buffer; readonly end: number; readonly wanted: 0 }
  /** So many bytes are needed from here on. */
  | { readonly message: null; readonly wanted: number };

function nextMessage(bytes: Buffer, at: number): Next | 'damaged' {
  if (at >= bytes.length) return { message: null, wanted: 1 };
  const from = bytes[at] === RESOURCE_SPANS ? at : at + lengthPrefix(bytes, at);
  if (from >= bytes.length) return { message: null, wanted: from - at + 1 };
  if (bytes[from] !== RESOURCE_SPANS) return 'damaged';
  const length = varint(bytes, from + 1);
  if (length === 'damaged') return 'damaged';
  if (length === null) return { message: null, wanted: from - at + 1 + LONGEST_VARINT };
  const end = length.end + length.value;
  if (end > bytes.length) return { message: null, wanted: end - at };
  return { message: bytes.subarray(length.end, end), end, wanted: 0 };
}

/** Four bytes, big end first, of which the first is zero: no request has 16 MB or more. */
function lengthPrefix(bytes: Buffer, at: number): number {
  return bytes[at] === 0 ? 4 : 0;
}

/** `null`: it goes on behind what is there. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | 'damaged' | null {
  let value = 0;
  for (let index = 0; index < LONGEST_VARINT; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return 'damaged';
}

/** What there is of a message that was cut off. */
function startedMessage(bytes: Buffer): Buffer | null {
  const from = lengthPrefix(bytes, 0);
  const length = varint(bytes, from + 1);
  return length === null || length === 'damaged' ? null : bytes.subarray(length.end);
}
