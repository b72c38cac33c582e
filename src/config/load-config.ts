import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { oneLine, reasonOf, UserError } from '../errors.js';
import { CONFIG_KEY } from './find-config.js';

/** What a config file says, not yet looked at. `shown`: its name for people. */
export async function loadConfig(file: string, shown: string): Promise<unknown> {
  if (extname(file) !== '.json') return settled(exportOf(await imported(file, shown), shown), file, shown);
  const value = parsed(file, shown);
  if (basename(file) !== 'package.json') return value;
  return ownOf(value, CONFIG_KEY) ?? {};
}

function parsed(file: string, shown: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(shown, error);
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError(`${shown} is no JSON.`, reasonOf(error));
  }
}

/** In our own process, with tsx: as TypeScript, and as ES module or CommonJS whatever the package says. */
async function imported(file: string, shown: string): Promise<unknown> {
  try {
    readFileSync(file);
  } catch (error) {
    throw unreadable(shown, error);
  }
  try {
    const { tsImport } = await import('tsx/esm/api');
    const module: unknown = await tsImport(pathToFileURL(file).href, import.meta.url);
    return module;
  } catch (error) {
    throw new UserError(`${shown} cannot be loaded.`, whyNot(file, error));
  }
}

/** A promise of a config does as well. */
async function settled(value: unknown, file: string, shown: string): Promise<unknown> {
  try {
    return await value;
  } catch (error) {
    throw new UserError(`${shown} cannot be loaded.`, whyNot(file, error));
  }
}

function unreadable(shown: string, error: unknown): UserError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new UserError(`There is no ${shown}.`, 'Give the path of a config file.');
  return new UserError(`${shown} cannot be read (${code}).`, 'Check the path and its permissions.');
}

/** CommonJS comes as a default export, and what was compiled to it with one more inside. */
function exportOf(module: unknown, shown: string): unknown {
  const value = ownOf(module, 'default');
  if (value === undefined)
    throw new UserError(`${shown} has no default export.`, 'Write export default { … }, or module.exports = { … }.');
  return ownOf(value, '__esModule') === true ? ownOf(value, 'default') : (ownOf(value, 'default') ?? value);
}

function ownOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function whyNot(file: string, error: unknown): string {
  const { code, stack = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined };
  if (code?.endsWith('MODULE_NOT_FOUND') && firstLine(error).includes(`'${CONFIG_KEY}'`))
    return `${firstLine(error)}. To use defineConfig, install ${CONFIG_KEY} as a dependency; a plain object does as well.`;
  const [, line, column] = new RegExp(`${escaped(basename(file))}(?:\\?[^:)\\s]*)?:(\\d+):(\\d+)`).exec(stack) ?? [];
  const where =
    line !== undefined && !firstLine(error).includes(`${line}:${column}`) ? ` (line ${line}:${column})` : '';
  return `${firstLine(error)}${where}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The first line says what is wrong, unless it is a heading, as esbuild's is. */
function firstLine(error: unknown): string {
  const [first = '', second = ''] = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split(
    '\n',
  );
  return oneLine(first.endsWith(':') ? `${first} ${second}` : first);
}
