import { join } from 'node:path';

/** The files that may stand for a package as a whole, under whatever condition. */
export function mainFiles(
  folder: string,
  { main, exports }: { readonly main?: unknown; readonly exports?: unknown },
): ReadonlySet<string> {
  const targets = exports === undefined ? [typeof main === 'string' ? main : ''] : targetsOf(rootOf(exports));
  const files = targets.flatMap((target) => {
    const path = join(folder, target);
    return [path, `${path}.js`, join(path, 'index.js')];
  });
  return new Set(files);
}

/** `exports` may be the target itself, or list subpaths, of which `.` is the package. */
function rootOf(exports: unknown): unknown {
  return typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports;
}

function targetsOf(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null) return [];
  return Object.entries(target)
    .filter(([key]) => !key.startsWith('.'))
    .flatMap(([, inner]) => targetsOf(inner));
}
