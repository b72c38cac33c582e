import { expect, it } from 'vitest';
import { doctor, jsonReport, plain, project } from './command.js';

const SPANS = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const span = (name, work) => tracer.startActiveSpan(name, async (one) => {
  try { return await work(); } finally { one.end(); }
});
`;

const folder = project({
  'package.json': '{"type":"module"}',
  'child.mjs': `${SPANS}await span(process.argv[2], () => console.log(process.argv[2], process.env.NODE_OPTIONS, Object.keys(process.env).filter((name) => name.includes('CTX'))));`,
  'main.mjs': `${SPANS}import { exec, execFile, execFileSync, execSync, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
const say = ({ stdout }) => console.log(String(stdout));
await span('a', () => promisify(exec)('true && node child.mjs exec; true').then(say));
await span('b', () => say({ stdout: execSync('true; node child.mjs execSync; true') }));
await span('c', () => say(spawnSync(process.execPath, ['child.mjs', 'spawnSync'], { env: {} })));
await span('d', () => say({ stdout: execFileSync('node', ['child.mjs', 'execFileSync'], { env: { PATH: process.env.PATH, NODE_OPTIONS: '--no-warnings' } }) }));
await span('e', () => promisify(execFile)('node', ['child.mjs', 'execFile']).then(say));
execSync('node child.mjs nobody');
console.log(process.env.NODE_OPTIONS, Object.keys(process.env).filter((name) => name.includes('CTX')));`,
});

it('spans of children are their starters’, whatever starts them and whatever is in between', {
  timeout: 60_000,
}, () => {
  const { findings, runtime } = jsonReport(['main.mjs'], folder).report;
  expect(
    findings.map(({ rule, cause, span, expectedParent }) => [
      rule,
      cause?.boundary?.line,
      `${span?.name} < ${expectedParent?.name}`,
    ]),
  ).toEqual([
    ['orphan-span', 9, 'exec < a'],
    ['orphan-span', 10, 'execSync < b'],
    ['orphan-span', 11, 'spawnSync < c'],
    ['orphan-span', 12, 'execFileSync < d'],
    ['orphan-span', 13, 'execFile < e'],
  ]);
  expect(runtime.processes).toBe(7);
});

it('neither they nor their starter see how', { timeout: 60_000 }, () => {
  const without = plain(['main.mjs'], folder);
  expect(doctor(['run', '--fail-on', 'never', 'main.mjs'], folder).stdout).toBe(without.stdout);
  expect(without.stdout).toContain('--no-warnings');
});
