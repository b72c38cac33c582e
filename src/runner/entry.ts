import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';

/** What Node (with tsx) tries behind a path without extension. */
const EXTENSIONS = ['', '.js', '.ts', '.mjs', '.mts', '.cjs', '.cts', '.tsx', '.jsx', '.json'];

/** Is there something that Node could run? Finding out exactly what is left to Node. */
export function checkEntry(entry: string, workingDirectory: string): string {
  const path = resolve(workingDirectory, entry);
  const found = EXTENSIONS.map((extension) => path + extension).find((file) => existsSync(file));
  if (!found)
    throw new UserError(
      `There is no ${entry}.`,
      nearMiss(path) ?? 'Give the path of the file that you would run with node.',
    );
  try {
    accessSync(found, constants.R_OK);
  } catch {
    throw new UserError(`${entry} cannot be read.`, 'Check its permissions.');
  }
  return path;
}

function nearMiss(path: string): string | null {
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return `There is no folder ${folder} either.`;
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const similar = readdirSync(folder).filter((name) => name.replace(/\.[^.]*$/, '') === stem);
  return similar.length > 0 ? `Did you mean ${similar.join(' or ')}?` : null;
}

/** The folder of the entry's package: nearest with a `package.json`, or where the entry lies. */
export function packageRoot(entry: string): string {
  const found = EXTENSIONS.map((extension) => entry + extension).find((file) => existsSync(file)) ?? entry;
  let real = found;
  try {
    real = realpathSync(found);
  } catch {
    // A pipe (`<(…)`) has no real path: then it is its own.
    return process.cwd();
  }
  const start = statSync(real).isDirectory() ? real : dirname(real);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}
