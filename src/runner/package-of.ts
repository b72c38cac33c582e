import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackageOf } from '../report/assemble.js';

/** Looks for the nearest `package.json` with a name and a version; those without are there for their `type` alone. */
export function packageReader(): PackageOf {
  const known = new Map<string, ReturnType<PackageOf>>();
  return (file) => {
    const start = dirname(file);
    let found = known.get(start);
    if (found === undefined) {
      found = nearestPackage(start);
      known.set(start, found);
    }
    return found;
  };
}

function nearestPackage(start: string): ReturnType<PackageOf> {
  for (let folder = start; ; folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
      if (typeof name === 'string' && typeof version === 'string') return { name, version };
    } catch {
      // Further up, then.
    }
    if (folder === dirname(folder)) return null;
  }
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
}
