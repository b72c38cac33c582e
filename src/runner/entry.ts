import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';

/** What Node (with tsx) tries behind a path without extension. */
const EXTENSIONS = ['', '.js', '.ts', '.mjs', '.mts', '.cjs', '.cts', '.tsx', '.jsx', '.json'];

/** Is there something that Node could run? */
export function checkEntry(entry: string, workingDirectory: string): string {
  const path = resolve(workingDirectory, entry);
  const found = withExtension(path);
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
  if (isFolder(found) && !hasMain(found))
    throw new UserError(
      `${entry} is a folder, and nothing in it says what to run.`,
      'Give the path of the file that you would run with node.',
    );
  return path;
}

function withExtension(path: string): string | undefined {
  return EXTENSIONS.map((extension) => path + extension).find((file) => existsSync(file));
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

/** As `node <folder>` looks for it: `main` of its package.json, or its index. */
function hasMain(folder: string): boolean {
  const main = mainField(join(folder, 'package.json'));
  const paths = main === undefined ? [] : [join(folder, main), join(folder, main, 'index')];
  return [...paths, join(folder, 'index')].some((path) => {
    const found = withExtension(path);
    return found !== undefined && !isFolder(found);
  });
}

function mainField(file: string): string | undefined {
  try {
    const { main } = JSON.parse(readFileSync(file, 'utf8')) as { readonly main?: unknown };
    return typeof main === 'string' ? main : undefined;
  } catch {
    // There is none, or Node will say what is wrong with it.
    return undefined;
  }
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
  const found = withExtension(entry) ?? entry;
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
