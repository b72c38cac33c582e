import type { Note } from '../readers/note.js';
import { withShownPaths } from '../report/shown-path.js';

/** As the report says it. */
export function noteText(note: Note, workingDirectory: string): string {
  return typeof note === 'string' ? note : withShownPaths(note.text, [note.file], workingDirectory);
}
