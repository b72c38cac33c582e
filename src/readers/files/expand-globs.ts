import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';

/** Files and patterns as they were given, with what each pattern stands for in its place, sorted; none twice. `**` and all. */
export function expandGlobs(inputs: readonly string[]): { readonly files: string[]; readonly unmatched: string[] } {
  const files = new Set<string>();
  const unmatched: string[] = [];
  for (const input of inputs) {
    const found = expand(input);
    if (found.length === 0) unmatched.push(input);
    for (const file of found) files.add(file);
  }
  return { files: [...files], unmatched };
}

/** What is there by this very name is meant by it, whatever characters it has. */
function expand(input: string): string[] {
  if (input === '-' || statSync(input, { throwIfNoEntry: false })) return [input];
  const { base, isGlob } = picomatch.scan(input);
  if (!isGlob) return [];
  const matches = picomatch(input.replace(/^\.\//, ''));
  const folder = base.replace(/^\.\//, '') || '.';
  return filesBelow(folder)
    .map((name) => (folder === '.' ? name : join(folder, name)))
    .filter((file) => matches(file))
    .sort();
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder === '.' ? 0 : join(folder, 'x').length - 1));
  } catch {
    return [];
  }
}
