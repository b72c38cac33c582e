import type { FinishedSpan } from '../../protocol/finished-span.js';
import { documentSpans } from './document-spans.js';
import { inputChunks } from './input-chunks.js';
import { jsonDocuments } from './json-documents.js';
import type { ReadNotes } from './read-notes.js';

/** The spans of a file, as they are read: what is in its format is found by its content. */
export async function* readSpans(file: string, notes: ReadNotes): AsyncGenerator<FinishedSpan> {
  notes.reading(file);
  try {
    for await (const document of jsonDocuments(inputChunks(file), notes)) yield* documentSpans(document, notes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    notes.add('not-read');
  }
}
