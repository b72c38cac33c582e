import module from 'node:module';

/** What the loader's hook and those who listen to it have in common has to be the same for all. */
const SHARED = /[\\/]node_modules[\\/]import-in-the-middle[\\/]/;

/**
 * What is loaded meanwhile is ours alone: the app loads its own. Else it would find modules that have seen ours, as
 * require-in-the-middle does, which tells of each module once.
 */
export function loadedApart<T>(load: () => T): T {
  const { _cache: cache } = module as unknown as { readonly _cache: Record<string, unknown> };
  const before = new Set(Object.keys(cache));
  try {
    return load();
  } finally {
    for (const file of Object.keys(cache)) if (!before.has(file) && !SHARED.test(file)) delete cache[file];
  }
}
