import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { findInstrumentations } from '../../src/runner/find-instrumentations.js';

let root = '';
const folders: string[] = [];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'find-instrumentations-')));
  folders.push(root);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function file(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function installed(name: string, below = 'node_modules'): void {
  file(`${below}/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' }));
  file(`${below}/${name}/main.js`);
}

function base(below = 'node_modules'): void {
  installed('@opentelemetry/instrumentation', below);
  file(`${below}/@opentelemetry/instrumentation/hook.mjs`);
}

const found = (app = '.') => findInstrumentations(join(root, app)).packages.map(({ name }) => name);

it('finds nothing where there is nothing', () => {
  expect(findInstrumentations(root)).toEqual({ packages: [], hook: null });
});

it('does not take the base class for an instrumentation, nor one for browsers', () => {
  base();
  installed('@opentelemetry/api');
  installed('@opentelemetry/auto-instrumentations-web');
  expect(found()).toEqual([]);
});

it('finds single packages, here and in the folders above, and the hook', () => {
  file('packages/app/package.json', '{"dependencies":{"@fastify/otel":"1","opentelemetry-instrumentation-x":"1"}}');
  base();
  installed('@opentelemetry/instrumentation-http');
  installed('opentelemetry-instrumentation-x', 'packages/app/node_modules');
  installed('@opentelemetry/instrumentation-pg', 'packages/app/node_modules');
  expect(found('packages/app')).toEqual([
    '@opentelemetry/instrumentation-http',
    '@opentelemetry/instrumentation-pg',
    'opentelemetry-instrumentation-x',
  ]);
  const { hook } = findInstrumentations(join(root, 'packages/app'));
  expect(hook).toBe(join(root, 'node_modules/@opentelemetry/instrumentation/hook.mjs'));
});

it('prefers the package that brings them all', () => {
  base();
  installed('@opentelemetry/instrumentation-http');
  installed('@opentelemetry/auto-instrumentations-node');
  expect(found()).toEqual(['@opentelemetry/auto-instrumentations-node']);
});

it('goes through links, as pnpm lays them', () => {
  const store = 'node_modules/.pnpm/all@1/node_modules';
  base(store);
  installed('@opentelemetry/auto-instrumentations-node', store);
  mkdirSync(join(root, 'node_modules/@opentelemetry'), { recursive: true });
  symlinkSync(
    join(root, store, '@opentelemetry/auto-instrumentations-node'),
    join(root, 'node_modules/@opentelemetry/auto-instrumentations-node'),
  );
  const { packages, hook } = findInstrumentations(root);
  expect(packages.map(({ file }) => file)).toEqual([
    join(root, store, '@opentelemetry/auto-instrumentations-node/main.js'),
  ]);
  expect(hook).toBe(join(root, store, '@opentelemetry/instrumentation/hook.mjs'));
});

it('leaves out what is listed and not installed', () => {
  file('package.json', '{"dependencies":{"@opentelemetry/instrumentation-koa":"1"}}');
  expect(found()).toEqual([]);
});
