import { readFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { guarded } from './guard.js';
import { isTelemetry } from './loader/rewritable.js';
import { mainFiles } from './main-files.js';
import type { Sink } from './sink.js';
import { type CapturedStack, captureStack, userFramesUnless } from './stack.js';

/** More packages than any program loads. Stacks that nobody looks at cost little, but not nothing. */
const STACKS_AT_MOST = 2000;

interface Loaded {
  /** Packages that were loaded before. */
  readonly rank: number;
  readonly folder: string;
  readonly name: string;
  /** From where its first file was loaded. */
  readonly stack: CapturedStack | undefined;
  mains: ReadonlySet<string> | undefined;
  version: string;
  told: boolean;
}

const byFolder = new Map<string, Loaded>();
const byName = new Map<string, Loaded[]>();
/** Packages that an instrumentation asks for. */
const wanted = new Set<string>();
let sink: Sink | undefined;

export function recordPackagesTo(target: Sink): void {
  sink = target;
}

const PACKAGE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/;

/** A CommonJS module is about to run. */
export function noteLoading(file: string, above: (...args: never[]) => unknown): void {
  const match = PACKAGE.exec(file);
  if (!match) return;
  const [folder, path = ''] = match;
  let loaded = byFolder.get(folder);
  if (!loaded) {
    const stack = byFolder.size < STACKS_AT_MOST ? captureStack(above) : undefined;
    const rank = byFolder.size;
    loaded = { rank, folder, name: path.replaceAll('\\', '/'), stack, mains: undefined, version: '', told: false };
    byFolder.set(folder, loaded);
    const others = byName.get(loaded.name);
    if (others) others.push(loaded);
    else byName.set(loaded.name, [loaded]);
  }
  if (!loaded.told && wanted.has(loaded.name)) tell(loaded, file);
}

/** An instrumentation asks for this package: is it there already, or as soon as it comes? */
export function tellOfPackage(name: string): void {
  wanted.add(name);
  for (const loaded of byName.get(name) ?? []) tell(loaded);
}

/** Told is of a package's main module, for that is what is asked for. */
function tell(loaded: Loaded, loading?: string): void {
  if (loaded.told) return;
  guarded(() => {
    loaded.mains ??= readManifest(loaded);
    const { mains, name, version, stack, rank } = loaded;
    const isHere = loading === undefined ? [...mains].some((file) => file in modules()) : mains.has(loading);
    if (!isHere) return;
    loaded.told = true;
    const by = stack ? userFramesUnless(stack, isTelemetry) : [];
    sink?.write({ t: 'ld', n: name, v: version, o: rank, ...(by.length > 0 ? { st: by } : {}) });
  });
}

/** What `require.cache` is in every module. */
function modules(): object {
  return (module as unknown as { readonly _cache: object })._cache;
}

function readManifest(loaded: Loaded): ReadonlySet<string> {
  const manifest = JSON.parse(readFileSync(join(loaded.folder, 'package.json'), 'utf8')) as Manifest;
  loaded.version = String(manifest.version);
  return mainFiles(loaded.folder, manifest);
}

type Manifest = Parameters<typeof mainFiles>[1] & { readonly version?: unknown };
