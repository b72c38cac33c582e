import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import semver from 'semver';
import { packageSpec } from './package-spec.js';

/** Which of these packages (as `npm i` would be given them) a file in this folder could not import. */
export function unmetNeeds(needs: readonly string[], folder: string): string[] {
  return needs.filter((need) => !isMet(need, folder));
}

function isMet(need: string, folder: string): boolean {
  const { name, range } = packageSpec(need);
  const version = versionOf(name, folder);
  return version !== undefined && semver.satisfies(version, range, { includePrerelease: true });
}

/** Of the copy that Node would find, which looks into each folder above in turn and takes the first. */
function versionOf(name: string, folder: string): string | undefined {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  if (existsSync(manifest)) return (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version;
  const above = dirname(folder);
  return above === folder ? undefined : versionOf(name, above);
}
