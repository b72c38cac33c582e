import type { FinishedSpan } from '../../protocol/finished-span.js';
import { consoleSpans, isConsoleOutput } from './console-output.js';
import { decompressed } from './decompressed.js';
import { documentSpans } from './document-spans.js';
import { inputChunks } from './input-chunks.js';
import { isProtobuf } from './is-protobuf.js';
import { jsonDocuments } from './json-documents.js';
import { otlpProtobufSpans } from './otlp-protobuf.js';
import { protobufMessages } from './protobuf-messages.js';
import type { ReadNotes } from './read-notes.js';
import { startOf } from './start-of.js';

/** As much of a file as is looked at. A program may have printed something before its first span. */
const SNIFFED_BYTES = 1 << 16;

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

/** The same of bytes from wherever. `name`: what a file's name says of its format is not believed, but compared. */
export async function* spansIn(
  bytes: AsyncIterable<Buffer>,
  notes: ReadNotes,
  name = '',
): AsyncGenerator<FinishedSpan> {
  const { start, chunks } = await startOf(decompressed(bytes, notes), SNIFFED_BYTES);
  if (isProtobuf(start)) {
    if (/\.(?:jsonl?|ndjson)(?:\.\w+)?$/i.test(name)) notes.add('wrong-label');
    for await (const message of protobufMessages(chunks, notes)) yield* otlpProtobufSpans(message, notes);
    return;
  }
  if (/\.(?:pb|bin|binpb|proto|protobuf)(?:\.\w+)?$/i.test(name)) notes.add('wrong-label');
  // Neither JSON nor anything else that is meant to be read has such characters: it is UTF-16, or no text at all.
  if (start.includes(0)) notes.add('unknown-format');
  else if (isConsoleOutput(start)) yield* consoleSpans(chunks, notes);
  else for await (const document of jsonDocuments(chunks, notes)) yield* documentSpans(document, notes);
}
