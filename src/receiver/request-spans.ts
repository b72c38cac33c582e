import type { FinishedSpan } from '../protocol/finished-span.js';
import { documentSpans } from '../readers/files/document-spans.js';
import { isProtobuf } from '../readers/files/is-protobuf.js';
import { jsonDocuments } from '../readers/files/json-documents.js';
import { otlpProtobufSpans } from '../readers/files/otlp-protobuf.js';
import { messagesOf } from '../readers/files/protobuf-messages.js';
import type { ReadNotes } from '../readers/files/read-notes.js';

export type BodyFormat = 'protobuf' | 'json';

const OPENS_JSON = /^[\s\ufeff]*[[{]/;
/** As far as somebody indents the beginning of a text. */
const SNIFFED_BYTES = 64;

/** The spans of an export request. Its label is not believed, but compared. */
export async function requestSpans(body: Buffer, label: BodyFormat, notes: ReadNotes): Promise<FinishedSpan[]> {
  const format = formatOf(body) ?? label;
  if (format !== label) notes.add('wrong-type');
  const spans: FinishedSpan[] = [];
  if (format === 'protobuf') {
    for (const message of messagesOf(body, notes)) {
      for (const span of otlpProtobufSpans(message, notes)) spans.push(span);
    }
  } else if (!isEmpty(body)) {
    for await (const document of jsonDocuments(inOnePiece(body), notes)) {
      for (const span of documentSpans(document, notes)) spans.push(span);
    }
  }
  return spans;
}

function formatOf(body: Buffer): BodyFormat | null {
  if (isProtobuf(body)) return 'protobuf';
  return OPENS_JSON.test(body.toString('latin1', 0, SNIFFED_BYTES)) ? 'json' : null;
}

/** A request without spans: in protobuf's JSON, empty lists are left out. */
function isEmpty(body: Buffer): boolean {
  return body.length <= SNIFFED_BYTES && /^\s*(?:\{\s*\})?\s*$/.test(body.toString('latin1'));
}

async function* inOnePiece(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}
