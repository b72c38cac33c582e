// Packs the project, installs the tarball beside jest, vitest and TypeScript, and tries the matchers in each of them, and
// the types without skipLibCheck.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-matchers-'));
const home = join(folder, 'home');

const PACKAGES = [
  '@opentelemetry/api@1.9',
  '@opentelemetry/sdk-trace-base@2',
  '@types/jest@30',
  '@types/node@20',
  'jest@30',
  'typescript@5',
  'vitest@4',
];

/** Of each test file two tests fail, as they should, and two do not. */
const RUNNERS = [
  ['vitest', ['vitest', 'run', 'vitest.test.js']],
  ['jest', ['jest', '--setupFilesAfterEnv=otel-ctx-doctor/testing/jest', '--testMatch=**/jest.test.cjs']],
];

const TYPES = [
  ['ES modules', ['--module', 'nodenext', '--exactOptionalPropertyTypes', '--types', 'node', 'types/esm.mts']],
  ['CommonJS', ['--module', 'node16', '--types', 'node,jest', 'types/jest.cts']],
];

function check(condition, text, output = '') {
  if (!condition) throw new Error(`the packed tarball: ${text}\n${output}`);
  console.log(`ok  ${text}`);
}

function npx(...args) {
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync('npx', ['--no-install', ...args], {
    cwd: home,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return { output: stdout + stderr, status };
}

try {
  cpSync(join(root, 'fixtures/testing'), home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "name": "tried", "type": "module" }');
  const pool = readFileSync(join(home, 'pool.js'), 'utf8');
  const required = pool
    .replace(/import (\{.*\}) from '(.*)';/, "const $1 = require('$2');")
    .replace('export function', 'exports.handle = handle;\nfunction');
  writeFileSync(join(home, 'pool.cjs'), required);
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const tarball = join(folder, packed.trim().split('\n').at(-1));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', tarball, ...PACKAGES], { cwd: home });

  for (const [name, command] of RUNNERS) {
    const { output } = npx(...command);
    check(/2 failed \| 2 passed|2 failed, 2 passed/.test(output), `${name}: two tests pass, and two fail`, output);
    check(output.includes('[outlives-parent] #1: "query" ended after'), `${name}: a failure shows the report`, output);
    check(output.includes('"request" is no child of "query": it is a root.'), `${name}: matchers chain`, output);
    check(output.includes('Spans only: '), `${name}: says how much it has seen`, output);
  }
  for (const [name, options] of TYPES) {
    const { output, status } = npx('tsc', '--noEmit', '--strict', '--target', 'es2022', ...options);
    check(status === 0, `types for ${name}`, output);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
