import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { livingProcesses } from '../../src/runner/living-processes.js';
import { relatedProcesses } from '../../src/runner/related-processes.js';

let folder = '';
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-living-'));
});
afterEach(async () => {
  await ended();
  rmSync(folder, { recursive: true });
});

/** A process that records, or one that only has the same id. */
function started(script: string, env: NodeJS.ProcessEnv = {}): Promise<number> {
  const process_ = spawn(process.execPath, ['-e', `${script}; console.log('ready'); setInterval(() => {}, 1000)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  child = process_;
  return new Promise((done) => process_.stdout.once('data', () => done(process_.pid ?? 0)));
}

function ended(): Promise<unknown> {
  const process_ = child;
  child = undefined;
  if (!process_ || process_.exitCode !== null) return Promise.resolve();
  return new Promise((done) => process_.once('exit', done).kill('SIGKILL'));
}

function recorded(id: number): void {
  writeFileSync(join(folder, `spans-${id}-0.ndjson`), '{"t":"run"}\n');
}

const RECORDS = (file: string): string =>
  `require('fs').openSync(require('path').join(${JSON.stringify(file)}, 'spans-' + process.pid + '-0.ndjson'), 'a')`;

it('one that records, until it ends', async () => {
  const id = await started(RECORDS(folder));
  expect(livingProcesses(folder)).toEqual([id]);
  await ended();
  expect(livingProcesses(folder)).toEqual([]);
});

it.runIf(existsSync('/proc/self/fd'))('not another one that has got the same id since then', async () => {
  recorded(await started(''));
  recorded(process.pid);
  expect(livingProcesses(folder)).toEqual([]);
});

it.runIf(existsSync('/proc/self/environ'))(
  'one that will come to our recorder is known by its environment',
  async () => {
    const id = await started('', { NODE_OPTIONS: '', SOME_OPTIONS: `--require "${folder}/preload.cjs"` });
    expect(relatedProcesses(folder)).toEqual([id]);
    expect(livingProcesses(folder)).toEqual([]);
  },
);

it('none of a folder without recordings', () => {
  writeFileSync(join(folder, 'sites-1-0.ndjson'), '');
  expect(livingProcesses(folder)).toEqual([]);
});
