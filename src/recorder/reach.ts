import { basename } from 'node:path';
import type { SpawnOptions } from './node-child.js';

/**
 * Threads and children get the recorder by inheriting the options of Node. Where the app gives them options of its own,
 * ours are added again.
 */

let preload = '';
/** In the preload's URL: the app gave options of its own, and must not find ours among them. */
const ADDED = 'added';

/** `url`: of the running preload. */
export function reachFrom(url: string): void {
  const own = new URL(url);
  hideIfAdded(own);
  own.searchParams.delete(ADDED);
  preload = own.href;
}

function hideIfAdded(url: URL): void {
  if (!url.searchParams.has(ADDED)) return;
  const at = process.execArgv.indexOf(url.href);
  if (at > 0 && process.execArgv[at - 1] === '--import') process.execArgv.splice(at - 1, 2);
}

function ours(): string[] {
  const url = new URL(preload);
  url.searchParams.set(ADDED, '1');
  return ['--import', url.href];
}

function isThere(options: readonly unknown[]): boolean {
  return options.some((option) => typeof option === 'string' && option.startsWith(preload));
}

/** tsx compiles in a thread of esbuild's, with no options on purpose. Nothing of the app's runs in there. */
const COMPILER = /[\\/]esbuild[\\/]lib[\\/]main\.js$/;

/**
 * Arguments of `new Worker`, changed if need be. The app's own object stays as it is. `false`: the thread cannot be
 * reached, because Node runs code that is given as text without `--import` (tried on 20.20, 22.23, 24.21, 26.10).
 */
export function withRecorder(args: unknown[]): boolean {
  const options = args[1] as { readonly execArgv?: unknown; readonly eval?: unknown } | undefined;
  if (COMPILER.test(String(args[0]))) return true;
  if (options?.eval) return false;
  const execArgv = options?.execArgv;
  if (!Array.isArray(execArgv) || isThere(execArgv)) return true;
  args[1] = Object.create(options as object, {
    execArgv: { value: [...ours(), ...execArgv], enumerable: true, writable: true, configurable: true },
  });
  return true;
}

/** Arguments of a child process that runs this Node, with the recorder's options in front. `undefined`: cannot be reached. */
export function argsWithRecorder({ file, args }: SpawnOptions): readonly string[] | undefined {
  if (isThere(args)) return args;
  const [name, ...rest] = args;
  if (name === undefined || !/^node(\.exe)?$/.test(basename(file))) return undefined;
  return [name, ...ours(), ...rest];
}
