import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleKind } from '../../rewrite/rewrite.js';
import type { DependencyNotes } from '../../rewrite/rewrite-dependency.js';

/** More would take as long to read as to find out anew, and a cache has to end somewhere. */
const LARGEST_ENTRY_CHARS = 1_000_000;

/**
 * What the rewriter adds to dependencies, kept from run to run by a module's content, path and kind. The folder is that
 * of one version of ours. An entry begins with a checksum of the rest; a damaged one counts as none.
 */
export class NotesCache {
  readonly #folder: string;
  #usable = true;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(text: string, file: string, kind: ModuleKind): DependencyNotes | undefined {
    try {
      const entry = readFileSync(this.#fileFor(text, file, kind), 'utf8');
      const end = entry.indexOf('\n');
      const body = entry.slice(end + 1);
      return entry.slice(0, end) === checksum(body) ? (JSON.parse(body) as DependencyNotes) : undefined;
    } catch {
      // Not there yet, or not to be read.
      return undefined;
    }
  }

  /** Other processes read and write at the same time: an entry is there as a whole or not at all. */
  put(text: string, file: string, kind: ModuleKind, notes: DependencyNotes): void {
    if (!this.#usable) return;
    const body = JSON.stringify(notes);
    if (body.length > LARGEST_ENTRY_CHARS) return;
    const target = this.#fileFor(text, file, kind);
    const written = `${target}.${process.pid}-${Math.random().toString(36).slice(2)}`;
    try {
      writeFileSync(written, `${checksum(body)}\n${body}`, { mode: 0o600 });
      renameSync(written, target);
    } catch {
      // A full or read-only disk: each run then parses for itself.
      this.#usable = false;
    }
  }

  #fileFor(text: string, file: string, kind: ModuleKind): string {
    const key = createHash('sha1').update(kind).update('\0').update(file).update('\0').update(text);
    return join(this.#folder, key.digest('hex'));
  }
}

/** Against damage, not against an enemy: the folder is the user's own. */
function checksum(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
