/**
 * Do exporters get what they get without us, with each SDK, and is what they do not get found? Installs the SDKs with the
 * first run. SDK 3 needs Node 22.15 or later.
 *
 *     npm run exporters [-- --only <pattern>]
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBinary, versionOf } from '../corpus/node-binary.js';
import { EXPECTED, EXPORTED, WAYS, WAYS_OVER_NETWORK } from './expected.js';
import { foundIn } from './found-in.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BIN = join(HERE, '../../bin/otel-ctx-doctor.js');
/** Reports of thousands of spans. */
const OUTPUT_AT_MOST = 64 * 1024 * 1024;
const TSX = import.meta.resolve('tsx');
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

let wrong = 0;
for (const tree of readdirSync(join(HERE, 'trees')).sort()) {
  if (!tree.includes(values.only)) continue;
  const cwd = join(HERE, 'trees', tree);
  install(cwd);
  const node = tree === 'sdk-3' ? nodeBinary('22') : process.execPath;
  const complaints = complaintsOf(node, cwd);
  wrong += complaints.length;
  const ways = WAYS.length + WAYS_OVER_NETWORK.length;
  const cases = Object.keys(EXPECTED).length;
  console.log(
    `${tree} on Node ${versionOf(node)}: ${ways} exporters, muted and not, ${cases} programs: ${complaints.length} wrong`,
  );
  for (const complaint of complaints) console.log(`    ${complaint}`);
}
process.exitCode = wrong === 0 ? 0 : 1;

function complaintsOf(node: string, cwd: string): string[] {
  const run = (...args: string[]) => spawnSync(node, args, { cwd, encoding: 'utf8', maxBuffer: OUTPUT_AT_MOST });
  const complaints: string[] = [];
  for (const way of [...WAYS, ...WAYS_OVER_NETWORK]) {
    const program = [join(HERE, 'program.cjs'), way];
    const plain = run('--import', TSX, ...program);
    if (plain.status !== 0 || !EXPORTED.test(plain.stdout)) complaints.push(`${way} does not run: ${plain.stderr}`);
    if (run(BIN, 'run', '--quiet', ...program).stdout !== plain.stdout) complaints.push(`${way} gets something else`);
    const muted = run(BIN, 'run', '--quiet', '--no-export', ...program);
    if (way !== 'memory' && EXPORTED.test(muted.stdout)) complaints.push(`${way} is not mute`);
  }
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const { stdout } = run(BIN, 'run', '--format', 'json', join(HERE, 'cases.cjs'), name);
    const found = foundIn(stdout);
    if (found.join() !== expected.join()) complaints.push(`${name} gives ${found.join('; ') || 'nothing'}`);
  }
  return complaints;
}

function install(cwd: string): void {
  if (existsSync(join(cwd, 'node_modules', '.package-lock.json'))) return;
  console.error(`installing ${cwd} …`);
  const { status } = spawnSync('npm', ['ci', '--prefix', cwd], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm ci --prefix ${cwd} ended with ${status}`);
}
