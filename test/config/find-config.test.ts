import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfig } from '../../src/config/find-config.js';

/** A folder with these files; names that end in `/` are folders. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-')));
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, text);
  }
  return root;
}

const JSON_CONFIG = 'otel-ctx-doctor.config.json';
const OWN_KEY = '{ "otel-ctx-doctor": {} }';

function found(files: Readonly<Record<string, string>>, start: string): string | null {
  const root = tree({ [`${start}/`]: '', ...files });
  const file = findConfig(join(root, start));
  return file && relative(root, file);
}

describe('no config is found', () => {
  it.each([
    ['where there is none', { 'package.json': '{}' }],
    ['above the package, where there is no repository', { [JSON_CONFIG]: '{}', 'app/package.json': '{}' }],
    ['above the repository', { [JSON_CONFIG]: '{}', 'app/.git/': '', 'app/package.json': '{}' }],
    ['above the folder, where there is neither', { [JSON_CONFIG]: '{}' }],
    ['in a package.json that is broken', { 'app/package.json': '{ "otel-ctx-doctor": ' }],
    ['below the folder', { [`app/src/deep/${JSON_CONFIG}`]: '{}' }],
  ])('%s', (_, files) => {
    expect(found(files, 'app/src')).toBe(null);
  });
});

describe('a config is found', () => {
  it.each([
    ['in the folder itself', { [`app/src/${JSON_CONFIG}`]: '{}' }, `app/src/${JSON_CONFIG}`],
    [
      'beside the package.json',
      { 'app/package.json': '{}', 'app/otel-ctx-doctor.config.ts': '' },
      'app/otel-ctx-doctor.config.ts',
    ],
    ['in the package.json', { 'app/package.json': OWN_KEY }, 'app/package.json'],
    ['in the root of the repository', { '.git/': '', 'app/package.json': '{}', [JSON_CONFIG]: '{}' }, JSON_CONFIG],
    [
      'in a worktree, where .git is a file',
      { '.git': 'gitdir: x', 'app/package.json': '{}', [JSON_CONFIG]: '{}' },
      JSON_CONFIG,
    ],
    ['nearest first', { '.git/': '', [JSON_CONFIG]: '{}', 'app/package.json': OWN_KEY }, 'app/package.json'],
  ])('%s', (_, files, path) => {
    expect(found(files, 'app/src')).toBe(path);
  });
});

it.each([
  [
    ['otel-ctx-doctor.config.json', 'otel-ctx-doctor.config.ts'],
    'otel-ctx-doctor.config.ts and otel-ctx-doctor.config.json',
  ],
  [['otel-ctx-doctor.config.mjs', 'package.json'], 'otel-ctx-doctor.config.mjs and package.json'],
])('two in one folder are one too many: %s', (names, shown) => {
  const files = Object.fromEntries(names.map((name) => [`app/${name}`, OWN_KEY]));
  expect(() => found(files, 'app')).toThrow(shown);
});
