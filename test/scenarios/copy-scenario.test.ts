import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findScenario, listScenarios } from '../../src/scenarios/catalogue.js';
import { copiedManifest } from '../../src/scenarios/copied-manifest.js';
import { copiedText } from '../../src/scenarios/copied-text.js';
import { copyScenario } from '../../src/scenarios/copy-scenario.js';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-copy-')));
});
afterEach(() => rmSync(root, { recursive: true }));

const pool = findScenario('callback-pool');

describe('a scenario is not copied', () => {
  it('over what is there', () => {
    writeFileSync(join(root, 'broken.ts'), 'mine');
    expect(() => copyScenario(pool, root)).toThrow('is not empty');
    expect(readFileSync(join(root, 'broken.ts'), 'utf8')).toBe('mine');
  });

  it('over a file', () => {
    writeFileSync(join(root, 'file'), 'mine');
    expect(() => copyScenario(pool, join(root, 'file'))).toThrow('is a file');
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('mine');
  });

  it('to where there can be no folder', () => {
    writeFileSync(join(root, 'file'), 'mine');
    expect(() => copyScenario(pool, join(root, 'file', 'pool'))).toThrow('cannot be copied to');
  });
});

describe('a scenario is copied', () => {
  const FILES = ['README.md', 'broken.ts', 'fixed.ts', 'package.json'];

  it.each([
    ['into an empty folder', 'there'],
    ['into one that is not there yet', 'new'],
    ['below one that is not there yet', 'new/and/deep'],
  ])('%s', (_, name) => {
    mkdirSync(join(root, 'there'));
    const folder = join(root, name);
    expect(copyScenario(pool, folder)).toEqual({ files: FILES, missing: ['@opentelemetry/api@>=1.4.0 <2'] });
    expect(readFileSync(join(folder, 'broken.ts'), 'utf8')).toBe(readFileSync(join(pool.folder, 'broken.ts'), 'utf8'));
  });

  it('to where its packages can be imported already', () => {
    const folder = join(root, 'pool');
    mkdirSync(join(root, 'node_modules', '@opentelemetry', 'api'), { recursive: true });
    writeFileSync(join(root, 'node_modules', '@opentelemetry', 'api', 'package.json'), '{ "version": "1.9.0" }');
    expect(copyScenario(pool, folder).missing).toEqual([]);
  });
});

describe('its manifest', () => {
  it('makes its files ES modules, and has what they import', () => {
    expect(copiedManifest(pool)).toEqual({
      name: 'callback-pool',
      private: true,
      type: 'module',
      dependencies: { '@opentelemetry/api': '>=1.4.0 <2' },
    });
  });

  it('has what must be installed, under the names that it is imported by', () => {
    expect(copiedManifest(findScenario('duplicate-api')).dependencies).toMatchObject({
      '@opentelemetry/api': '^1.9',
      'api-old': 'npm:@opentelemetry/api@1.4',
    });
    expect(copiedManifest(findScenario('batcher')).dependencies).toEqual({
      '@opentelemetry/api': '>=1.4.0 <2',
      dataloader: '2',
    });
  });

  it.each(listScenarios().map((scenario) => [scenario.slug, scenario] as const))('of %s has all', (_, scenario) => {
    const { dependencies } = copiedManifest(scenario);
    expect(dependencies['@opentelemetry/api']).toBeDefined();
    expect(scenario.needs.filter((need) => !Object.hasOwn(dependencies, need.replace(/(?<=.)@.*/, '')))).toEqual([]);
  });
});

describe('what is said then', () => {
  const copied = { files: ['README.md', 'broken.ts', 'fixed-link.ts', 'fixed.ts', 'lib.ts'], missing: ['pool@3'] };

  it('names the programs to run, and what comes before', () => {
    expect(copiedText('pool', 'a pool', copied).split('\n')).toEqual([
      'pool is in a pool: README.md, broken.ts, fixed-link.ts, fixed.ts, lib.ts',
      '',
      'Next:',
      '  cd "a pool"',
      '  npm i',
      '  npx otel-ctx-doctor run broken.ts',
      '  npx otel-ctx-doctor run fixed-link.ts',
      '  npx otel-ctx-doctor run fixed.ts',
      '',
    ]);
  });

  it('has nothing to install where all is there', () => {
    expect(copiedText('pool', './pool', { ...copied, missing: [] })).not.toContain('npm i');
    expect(copiedText('pool', resolve('pool'), copied)).toContain(`  cd ${resolve('pool')}\n`);
  });
});
