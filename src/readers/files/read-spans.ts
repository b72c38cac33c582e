import type { FinishedSpan } from '../../protocol/finished-span.js';
import { consoleSpans } from './console-output.js';
import { contentFormat, SNIFFED_BYTES } from './content-format.js';
import { decompressed } from './decompressed.js';
import { documentSpans } from './document-spans.js';
import { inputChunks } from './input-chunks.js';
import { jsonDocuments } from './json-documents.js';
import { otlpProtobufSpans } from './otlp-protobuf.js';
import { protobufMessages } from './protobuf-messages.js';
import type { ReadNotes } from './read-notes.js';
import { startOf } from './start-of.js';

/** The spans of a file, as they are read: what is in its format is found by its content. */
export async function* readSpans(file: string, notes: ReadNotes): AsyncGenerator<FinishedSpan> {
  notes.reading(file);
  try {
    yield* spansIn(inputChunks(file), notes, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    notes.add('not-read');
  }
}

/** The same of bytes from wherever. */
export async function* spansIn(
  bytes: AsyncIterable<Buffer>,
  notes: ReadNotes,
  name = '',
): AsyncGenerator<FinishedSpan> {
  const { start, chunks } = await startOf(decompressed(bytes, notes), SNIFFED_BYTES);
  const format = contentFormat(start, name, notes);
  if (format === 'protobuf')
    for await (const message of protobufMessages(chunks, notes)) yield* otlpProtobufSpans(message, notes);
  else if (format === 'console') yield* consoleSpans(chunks, notes);
  else if (format === 'json')
    for await (const document of jsonDocuments(chunks, notes)) yield* documentSpans(document, notes);
}
