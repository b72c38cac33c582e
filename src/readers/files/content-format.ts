import { isConsoleOutput } from './console-output.js';
import { isProtobuf } from './is-protobuf.js';
import type { ReadNotes } from './read-notes.js';

/** As much of a file as is looked at. A program may have printed something before its first span. */
export const SNIFFED_BYTES = 1 << 16;

/** How a file is read that begins like this. `name`: what a file's name says of its format is not believed, but compared. */
export function contentFormat(start: Buffer, name: string, notes: ReadNotes): 'protobuf' | 'console' | 'json' | null {
  if (isProtobuf(start)) {
    if (/\.(?:jsonl?|ndjson)(?:\.\w+)?$/i.test(name)) notes.add('wrong-label');
    return 'protobuf';
  }
  if (/\.(?:pb|bin|binpb|proto|protobuf)(?:\.\w+)?$/i.test(name)) notes.add('wrong-label');
  // Neither JSON nor anything else that is meant to be read has such characters: it is UTF-16, or no text at all.
  if (start.includes(0)) {
    notes.add('unknown-format');
    return null;
  }
  return isConsoleOutput(start) ? 'console' : 'json';
}
