import { realpathSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path';
import { isUserFile } from './user-code.js';

/** What `ChildProcess#spawn` is told. */
export interface SpawnOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: unknown;
  /** `NAME=value` */
  readonly envPairs?: readonly string[];
}

/** Options of Node's that are followed by a value of their own. */
const WITH_VALUE = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions']);
/** With these it runs no script, or something that is not the user's. */
const NO_SCRIPT =
  /^(?:-[epcivh]+|--(?:eval|print|check|interactive|test|run|watch|version|help|v8-options)(?:=.*)?|--)$/;

/** Does it run a script of the user's in this very Node? Other versions may not know our options. */
export function runsUserScript(options: SpawnOptions): boolean {
  const script = scriptIn(options.args.slice(1));
  if (script === undefined || !/^node(\.exe)?$/.test(basename(options.file)) || !isThisNode(options)) return false;
  const cwd = typeof options.cwd === 'string' ? options.cwd : process.cwd();
  const file = realPath(resolve(cwd, script));
  return file !== undefined && isUserFile(file);
}

function scriptIn(args: readonly string[]): string | undefined {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (NO_SCRIPT.test(arg)) return undefined;
    if (!arg.startsWith('-')) return arg;
    if (WITH_VALUE.has(arg)) i++;
  }
  return undefined;
}

function isThisNode({ file, envPairs = [] }: SpawnOptions): boolean {
  if (file === process.execPath) return true;
  const own = realPath(process.execPath);
  if (isAbsolute(file)) return realPath(file) === own;
  const path = envPairs.find((pair) => pair.startsWith('PATH='))?.slice('PATH='.length) ?? '';
  const found = path.split(delimiter).map((folder) => realPath(join(folder, file)));
  return found.find((one) => one !== undefined) === own;
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
