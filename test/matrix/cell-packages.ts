import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageSet } from './cells.js';

const PACKAGES = fileURLToPath(new URL('packages', import.meta.url));
/** Git-ignored. */
const CELLS = fileURLToPath(new URL('../../.matrix', import.meta.url));

/**
 * A folder with these packages and that version of the API: a tree as npm makes it, in which the one copy of the API has
 * been exchanged for another one that the packages' peer ranges allow.
 */
export function cellPackages(packages: PackageSet, api: string): string {
  const lock = readFileSync(join(PACKAGES, packages, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).digest('hex').slice(0, 8);
  const folder = join(CELLS, `${packages}-api-${api}-${stamp}`);
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return folder;
  const apis = installed('api');
  const modules = join(folder, 'node_modules');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  if (packages !== 'api') cpSync(installed(packages), modules, { recursive: true });
  const copy = join(modules, '@opentelemetry', 'api');
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(apis, `api-${api}`), copy, { recursive: true });
  writeFileSync(ready, '');
  return folder;
}

function installed(packages: PackageSet): string {
  const folder = join(PACKAGES, packages);
  const modules = join(folder, 'node_modules');
  if (existsSync(join(modules, '.package-lock.json'))) return modules;
  console.error(`installing test/matrix/packages/${packages} …`);
  // SDK 3.x says that it is for Node 22.15 and later, and there it will run.
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--engine-strict=false', '--prefix', folder];
  const { status } = spawnSync('npm', ['ci', ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm ci --prefix ${folder} ended with ${status}`);
  return modules;
}
