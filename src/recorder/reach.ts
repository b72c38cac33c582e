import children from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { threadId } from 'node:worker_threads';
import { type Preload, withoutPreload, withPreload } from '../protocol/node-options.js';
import type { StarterId } from '../protocol/trace-event.js';
import { callThrough } from './call-through.js';
import { guarded } from './guard.js';
import { replaceMethod } from './shape.js';
import { isTool } from './tools.js';

/**
 * How the recorder gets into threads and children. It has come by `NODE_OPTIONS`, takes itself out of the program's sight,
 * and puts itself into the environment of each child. Threads inherit it, but where they are given options of their own.
 */

/** In a child's environment until the recorder has started there. */
const STARTER = 'OTEL_CTX_DOCTOR_STARTER';

let preload: Preload = { file: '', tsx: null };
/** Variables that only children are to see: where programs of other languages send their spans. */
let forOthers: readonly (readonly [name: string, value: string])[] = [];
/** Who has started this process. */
let starter: StarterId | undefined;
/** This process tells nothing of its own, so its children are its starter's. */
let isBetween = false;
let count = 0;
let tell: (child: Child) => void = () => {};

/** `between`: it is there to start others. Gives back who has started this process. */
export function reachFrom(
  own: Preload,
  between: boolean,
  others: Readonly<Record<string, string>> = {},
): StarterId | undefined {
  preload = own;
  forOthers = Object.entries(others);
  isBetween = between;
  starter = process.env[STARTER];
  hide();
  watchSpawn();
  for (const method of ['spawnSync', 'execSync', 'execFileSync'] as const) watchSync(method);
  module.syncBuiltinESMExports();
  return starter;
}

export interface Child {
  /** Which child of this thread it is, from 1. */
  readonly n: number;
  readonly hasChannel: boolean;
  /** It is to run a Node, and not one of the tools that tell nothing. */
  readonly isNode: boolean;
}

/** `teller` is told of each child before it is started. */
export function onChild(teller: (child: Child) => void): void {
  tell = teller;
}

const NODE = /(?:^|[\\/])node(?:\.exe)?$/i;

/** How the next child will be told who has started it. */
function nextStarter(hasChannel: boolean, file: unknown, args: readonly unknown[]): StarterId | undefined {
  if (isBetween) return starter;
  count++;
  tell({ n: count, hasChannel, isNode: NODE.test(String(file)) && !args.some((arg) => isTool(String(arg))) });
  return `${process.pid}-${threadId}-${count}`;
}

function hide(): void {
  const before = process.env['NODE_OPTIONS'];
  const users = withoutPreload(before, preload);
  if (users === undefined) delete process.env['NODE_OPTIONS'];
  else if (users !== before) process.env['NODE_OPTIONS'] = users;
  delete process.env[STARTER];
  hideOthers();
  const { execArgv } = process;
  if (execArgv[0] === '--require' && execArgv[1] === preload.file) execArgv.splice(0, 2);
  const { _preload_modules: preloaded } = process as { readonly _preload_modules?: string[] };
  // Another array: Node is just going through its own, and would leave out the program's first.
  if (preloaded?.[0] === preload.file)
    Object.defineProperty(process, '_preload_modules', { value: preloaded.slice(1) });
}

/** What the program has set itself stays. */
function hideOthers(): void {
  for (const [name, value] of forOthers) if (process.env[name] === value) delete process.env[name];
}

/** Processes may outlive the run, and with it the folder in which the preload lies. */
function isThere(): boolean {
  return existsSync(preload.file);
}

function isOurs(nodeOptions: unknown): boolean {
  return typeof nodeOptions === 'string' && nodeOptions.includes(preload.file);
}

interface SpawnOptions {
  /** `NAME=value` */
  readonly envPairs?: readonly string[];
  readonly stdio?: unknown;
  readonly file?: unknown;
  readonly args?: readonly unknown[];
}

/** All ways to start a child that nobody waits for come through here. */
function watchSpawn(): void {
  type Spawns = { spawn(options: SpawnOptions): unknown };
  replaceMethod(children.ChildProcess.prototype as unknown as Spawns, 'spawn', (original) =>
    callThrough(original, (_, args) => {
      guarded(() => {
        const options = args[0] as SpawnOptions | undefined;
        if (options?.envPairs && isThere()) args[0] = { ...options, envPairs: pairsWithRecorder(options) };
      });
    }),
  );
}

const OPTIONS = 'NODE_OPTIONS=';

function pairsWithRecorder({ envPairs = [], stdio, file, args = [] }: SpawnOptions): readonly string[] {
  const users = envPairs.find((pair) => pair.startsWith(OPTIONS))?.slice(OPTIONS.length);
  if (isOurs(users)) return envPairs;
  const hasChannel = Array.isArray(stdio) && stdio.includes('ipc');
  const by = nextStarter(hasChannel, file, args);
  // What `fork` starts inherits the options of Node, tsx among them; other children do not.
  const ours = withPreload(users, { ...preload, tsx: hasChannel ? preload.tsx : null });
  const others = envPairs.filter((pair) => !pair.startsWith(OPTIONS));
  const lent = forOthers.flatMap(([name, value]) =>
    envPairs.some((pair) => pair.startsWith(`${name}=`)) ? [] : [`${name}=${value}`],
  );
  return [...others, OPTIONS + ours, ...lent, ...(by === undefined ? [] : [`${STARTER}=${by}`])];
}

/** Nobody else runs in between, so that the variable may be there for as long. */
function watchSync(method: 'spawnSync' | 'execSync' | 'execFileSync'): void {
  const before: (string | undefined)[] = [];
  replaceMethod(children as unknown as Record<string, (...args: never[]) => unknown>, method, (original) =>
    callThrough(
      original,
      (_, args) => {
        before.push(process.env['NODE_OPTIONS']);
        guarded(() => isThere() && putIntoEnvironment(args));
      },
      () => {
        const users = before.pop();
        if (users === undefined) delete process.env['NODE_OPTIONS'];
        else process.env['NODE_OPTIONS'] = users;
        delete process.env[STARTER];
        hideOthers();
      },
    ),
  );
}

interface EnvironmentOptions {
  readonly env?: Readonly<Record<string, unknown>>;
  readonly shell?: unknown;
}

function putIntoEnvironment(args: unknown[]): void {
  const at = args.findLastIndex((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
  const options = args[at] as EnvironmentOptions | undefined;
  const inherited = !options?.env;
  const users = (inherited ? process.env : options.env)?.['NODE_OPTIONS'];
  if (isOurs(users)) return;
  const list = args.find((one) => Array.isArray(one)) as readonly unknown[] | undefined;
  const by = nextStarter(false, options?.shell ? undefined : args[0], list ?? []);
  const ours = {
    ...lentTo(inherited ? process.env : (options.env ?? {})),
    NODE_OPTIONS: withPreload(users === undefined ? undefined : String(users), { ...preload, tsx: null }),
    ...(by === undefined ? {} : { [STARTER]: by }),
  };
  if (inherited) Object.assign(process.env, ours);
  else args[at] = { ...options, env: { ...options.env, ...ours } };
}

function lentTo(env: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(forOthers.filter(([name]) => env[name] === undefined));
}

/** tsx compiles in a thread of esbuild's, with no options on purpose. Nothing of the app's runs in there. */
const COMPILER = /[\\/]esbuild[\\/]lib[\\/]main\.js$/;

/**
 * Arguments of `new Worker`, changed if need be. The app's own object stays as it is. With an environment of the app's, Node
 * is strict about the options in it, so where there is none, ours go another way.
 */
export function reachWorker(args: unknown[]): void {
  const options = args[1] as { readonly execArgv?: unknown; readonly env?: unknown } | undefined;
  if (COMPILER.test(String(args[0])) || !isThere()) return;
  const { env, execArgv } = options ?? {};
  if (typeof env === 'object' && env !== null) {
    const users = (env as Record<string, unknown>)['NODE_OPTIONS'];
    if (isOurs(users)) return;
    const ours = withPreload(users === undefined ? undefined : String(users), { ...preload, tsx: null });
    args[1] = withOwn(options as object, 'env', { ...env, NODE_OPTIONS: ours });
  } else if (Array.isArray(execArgv)) {
    args[1] = withOwn(options as object, 'execArgv', ['--require', preload.file, ...execArgv]);
  }
}

function withOwn(options: object, key: string, value: unknown): object {
  return Object.create(options, { [key]: { value, enumerable: true, writable: true, configurable: true } }) as object;
}
