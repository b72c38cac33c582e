import { lstatSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

let root = '';
let ours = '';
const known = new Map<string, boolean>();

/** `root`: folder of the entry's package. `self`: folder of the recorder, which is nobody's user code. */
export function setUserRoot(userRoot: string, self: string): void {
  root = userRoot.endsWith(sep) ? userRoot : userRoot + sep;
  ours = self.endsWith(sep) ? self : self + sep;
}

/**
 * The entry's package wherever it lies, and what is linked to it: no path below a `node_modules` of its own.
 */
export function isUserFile(file: string): boolean {
  const answer = known.get(file);
  if (answer !== undefined) return answer;
  const result = decide(file);
  known.set(file, result);
  return result;
}

/** The recorder's own code, also what it compiles under a name of Node's. */
export function isOurs(file: string): boolean {
  return file.startsWith(ours) || file.startsWith('node:internal/otel-ctx-doctor');
}

function decide(file: string): boolean {
  if (file.startsWith('node:') || file.startsWith(ours)) return false;
  return !isBelowNodeModules(file) || isLinked(file);
}

function isBelowNodeModules(file: string): boolean {
  const own = file.startsWith(root) ? file.slice(root.length - 1) : file;
  return own.includes(`${sep}node_modules${sep}`);
}

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const links = new Map<string, boolean>();

/**
 * Under `--preserve-symlinks`, and in source maps, a workspace goes by the name of its link. Asked once for each package:
 * a real path costs as much as all else here.
 */
function isLinked(file: string): boolean {
  const folder = PACKAGE.exec(file)?.[0];
  if (folder === undefined) return false;
  let linked = links.get(folder);
  if (linked === undefined) {
    linked = leadsOut(folder);
    links.set(folder, linked);
  }
  return linked;
}

function leadsOut(folder: string): boolean {
  try {
    return lstatSync(folder).isSymbolicLink() && !isBelowNodeModules(realpathSync(folder));
  } catch {
    return false;
  }
}

/** Path of a `file:` URL (query and fragment dropped) or of a plain path; `undefined` for anything else. */
export function pathOf(urlOrPath: string): string | undefined {
  if (urlOrPath.startsWith('file:')) return fileURLToPath(urlOrPath);
  return urlOrPath.includes('://') || urlOrPath.startsWith('node:') || urlOrPath.startsWith('data:')
    ? undefined
    : urlOrPath;
}
