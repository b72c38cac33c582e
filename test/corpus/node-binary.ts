import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Git-ignored. The binaries come from npm, as everything else does. */
const CACHE = fileURLToPath(new URL('../../.nodes', import.meta.url));

/** The newest Node of a major version, installed if need be; or the binary that is named. */
export function nodeBinary(major: string): string {
  if (!/^\d+$/.test(major)) return major;
  const folder = join(CACHE, major);
  const name = `node-${process.platform}-${process.arch}`;
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(binary)) {
    console.error(`installing Node ${major} …`);
    mkdirSync(folder, { recursive: true });
    // Without a manifest of its own npm would install into the project.
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${major}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return binary;
}

export function versionOf(node: string): string {
  return execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
}
