import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from './make-folder.js';
import { DIST, VERSION } from '../version.js';

/** A large program loads some two thousand modules; entries are a few kilobytes each. */
const ENTRIES_AT_MOST = 8_000;
const BYTES_AT_MOST = 64 * 1024 * 1024;
/** What is thrown out, when something has to be, so that it is not needed again with the next run. */
const KEEP_OF_FULL = 3 / 4;

/**
 * Where notes on dependencies are kept from run to run; `null` where there is no safe place. What lies there goes into
 * the user's program, so the folder has to be the user's own, and nobody else's to write in.
 */
export function openNotesCache(): string | null {
  try {
    const base = baseFolder();
    makeFolder(base, 0o700);
    if (!isOwn(base)) return null;
    const folder = join(base, `${VERSION}-${rewriterStamp()}`);
    makeFolder(folder, 0o700);
    return isOwn(folder) ? folder : null;
  } catch {
    return null;
  }
}

function baseFolder(): string {
  const home = process.env['XDG_CACHE_HOME'];
  if (home) return join(home, 'otel-ctx-doctor');
  return join(tmpdir(), `otel-ctx-doctor-cache-${process.getuid?.() ?? 'user'}`);
}

function isOwn(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory()) return false;
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

/** Tells builds of one version apart, for those who work on it. */
function rewriterStamp(): string {
  const { size, mtimeMs } = statSync(fileURLToPath(new URL('rewrite/rewrite.cjs', DIST)));
  return `${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}`;
}

/** Two versions may be in use side by side. */
const UNUSED_MS = 7 * 24 * 60 * 60 * 1000;

/** Drops what other versions left behind, and the oldest entries of a cache that has grown too large. */
export function pruneNotesCache(folder: string): void {
  try {
    const base = dirname(folder);
    for (const name of readdirSync(base)) {
      const other = join(base, name);
      if (other !== folder && Date.now() - lstatSync(other).mtimeMs > UNUSED_MS)
        rmSync(other, { recursive: true, force: true });
    }
    dropOldest(folder);
  } catch {
    // Somebody else is at it, or the folder is gone.
  }
}

interface Entry {
  readonly file: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Below this many nothing can be too large: no entry is larger than a megabyte. */
const ENTRIES_NOT_COUNTED = 64;

function dropOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= ENTRIES_NOT_COUNTED) return;
  const entries: Entry[] = names.flatMap((name) => {
    const file = join(folder, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat ? [{ file, size: stat.size, mtimeMs: stat.mtimeMs }] : [];
  });
  let bytes = entries.reduce((sum, { size }) => sum + size, 0);
  let count = entries.length;
  if (count <= ENTRIES_AT_MOST && bytes <= BYTES_AT_MOST) return;
  for (const { file, size } of entries.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (count <= ENTRIES_AT_MOST * KEEP_OF_FULL && bytes <= BYTES_AT_MOST * KEEP_OF_FULL) return;
    rmSync(file, { force: true });
    bytes -= size;
    count--;
  }
}
