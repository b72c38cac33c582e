import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Suite } from './suites.js';

/** Outside of the project, so that nothing of the project's is found from there. */
const SUITES = join(tmpdir(), 'otel-ctx-doctor-suites');

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Unpacks the package and installs what its tests need. Returns its folder. */
export function installSuite({ name, version, needs }: Suite): string {
  const folder = join(SUITES, `${name}-${version}`);
  const ready = join(folder, '.ready');
  if (existsSync(ready)) return folder;
  console.error(`installing ${name} ${version} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const quiet = ['ignore', 'pipe', 'inherit'] as const;
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`], {
    stdio: [...quiet],
    encoding: 'utf8',
  });
  execFileSync('tar', ['xzf', join(folder, packed.trim()), '-C', folder, '--strip-components=1']);
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const devDependencies = Object.fromEntries(needs.map((need) => [need, manifest.devDependencies[need]]));
  writeFileSync(file, JSON.stringify({ ...manifest, devDependencies }, null, 2));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, stdio: [...quiet] });
  writeFileSync(ready, '');
  return folder;
}
