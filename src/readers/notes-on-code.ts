import type { Span } from '../model/types.js';
import type { ModuleTable } from '../protocol/site-table.js';
import type { Note } from './note.js';

/** A module that the loader saw and left as it is. */
export interface LeftAlone {
  readonly t: 'not-rewritten';
  readonly file: string;
  readonly reason: string;
}

/** A tool with a syntax of its own may have any number of such files. */
const FILES_LISTED = 5;

/** What a report says about code that could not be watched. */
export function notesOnCode(
  spans: readonly Span[],
  modules: readonly ModuleTable[],
  leftAlone: readonly LeftAlone[],
): Note[] {
  const reasons = new Map(leftAlone.map(({ file, reason }) => [file, notRewritten(file, reason)]));
  const seen = new Set([...modules.map(({ file }) => file), ...reasons.keys()]);
  const past = new Map<string, Note>();
  for (const { stack } of spans) {
    const file = stack?.[0]?.[0];
    if (file !== undefined && !seen.has(file)) past.set(file, notRewritten(file, PAST_THE_LOADER));
  }
  return [...listed([...reasons.values()]), ...listed([...past.values()])];
}

const PAST_THE_LOADER =
  'it was loaded past the loaders of Node (vm, another tool), so what is lost in it may have no line';

function notRewritten(file: string, reason: string): Note {
  return { text: `${file} was not rewritten: ${reason}`, file };
}

function listed(lines: readonly Note[]): Note[] {
  const more = lines.length - FILES_LISTED;
  if (more <= 0) return [...lines];
  return [...lines.slice(0, FILES_LISTED), `${more} more ${more === 1 ? 'file was' : 'files were'} not rewritten`];
}
