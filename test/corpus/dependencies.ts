import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from './programs.js';

/** The corpus has libraries of its own, which the project does not depend on. */
export function ensureDependencies(): void {
  if (existsSync(join(CORPUS, 'node_modules', '.package-lock.json'))) return;
  console.error('installing the libraries of test/corpus …');
  const { status } = spawnSync('npm', ['ci', '--prefix', CORPUS], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm ci --prefix ${CORPUS} ended with ${status}`);
}
