import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
/** Programs of tests have libraries of their own, which the project does not depend on. */
export function ensureDependencies(folder: string): void {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
  console.error(`installing the libraries of ${relative('.', folder)} …`);
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm ci --prefix ${folder} ended with ${status}`);
}
