import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Origin, Owner } from '../../rewrite/rewrite.js';
import { isUserFile } from '../user-code.js';
import { isTool } from './rewritable.js';

/** What a bundler adds of its own, and what it left outside: `webpack://app/webpack/bootstrap`, `…/external node-commonjs "x"`. */
const BUNDLERS_OWN = /^\/+(?:webpack\/|external[ %])/;

/** Finds the sources that the map of a module names. `asPath`: what the name is if it was written as a path. Bundlers have schemes of their own for paths from the project's folder. */
export function sourceLocator(module: string): (source: string, asPath: string | null) => Origin {
  let project: string | undefined;
  return (source, asPath) => {
    if (!URL.canParse(source)) return { url: pathToFileURL(module).href, owner: 'tool', isThere: false };
    const { protocol, pathname } = new URL(source);
    if (protocol === 'file:') return origin(fileNamed(source, asPath, module));
    if (BUNDLERS_OWN.test(pathname)) return { url: source, owner: 'tool', isThere: false };
    project ??= projectFolder(module);
    return origin(join(project, decodedOr(pathname)));
  };
}

/** A name with a fragment in it is the path of a file with `#` in its name. Of others, the one that is there. */
function fileNamed(source: string, asPath: string | null, module: string): string {
  const file = fileURLToPathOr(source, module);
  if (asPath === null) return file;
  const other = fileURLToPathOr(asPath, file);
  if (source.includes('#') || other === module) return other;
  return !existsSync(file) && existsSync(other) ? other : file;
}

function origin(file: string): Origin {
  return { url: pathToFileURL(file).href, owner: ownerOf(file), isThere: existsSync(file) };
}

function ownerOf(file: string): Owner {
  if (isUserFile(file)) return 'user';
  return isTool(file) ? 'tool' : 'dependency';
}

/** The nearest with a `package.json`, from where bundlers mostly run. */
function projectFolder(module: string): string {
  for (let folder = dirname(module); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return dirname(module);
}

function fileURLToPathOr(url: string, otherwise: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return otherwise;
  }
}

function decodedOr(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
