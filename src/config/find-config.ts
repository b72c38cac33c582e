import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.js';

/** The key of `package.json`, and the beginning of the names of config files. */
export const CONFIG_KEY = 'otel-ctx-doctor';

const NAMES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((extension) => `${CONFIG_KEY}.config.${extension}`);

/**
 * The nearest config from a folder upwards, but none from outside the project: a config is code, and what lies above is
 * somebody else's. `null` where there is none.
 */
export function findConfig(start: string): string | null {
  const folders = foldersUpTo(start);
  for (const folder of folders) {
    const found = configsIn(folder);
    if (found.length > 1)
      throw new UserError(
        `There are several configs in ${folder}: ${found.join(' and ')}.`,
        'Keep one, or choose one with --config.',
      );
    if (found[0] !== undefined) return join(folder, found[0]);
  }
  return null;
}

function configsIn(folder: string): string[] {
  const files = NAMES.filter((name) => existsSync(join(folder, name)));
  return hasKey(join(folder, 'package.json')) ? [...files, 'package.json'] : files;
}

function hasKey(manifest: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return typeof value === 'object' && value !== null && Object.hasOwn(value, CONFIG_KEY);
  } catch {
    // There is none, or it is broken, of which npm and Node say more.
    return false;
  }
}

/** As far as the repository's root; without one, the nearest package's. */
function foldersUpTo(start: string): string[] {
  const all: string[] = [start];
  for (let folder = start; folder !== dirname(folder); ) {
    folder = dirname(folder);
    all.push(folder);
  }
  const has = (name: string): number => all.findIndex((folder) => existsSync(join(folder, name)));
  const last = [has('.git'), has('package.json')].find((index) => index !== -1) ?? 0;
  return all.slice(0, last + 1);
}
