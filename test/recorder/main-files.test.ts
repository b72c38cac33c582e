import { expect, it } from 'vitest';
import { mainFiles } from '../../src/recorder/main-files.js';

const FOLDER = '/app/node_modules/lib';

it.each([
  ['index.js where nothing is said', {}, 'index.js'],
  ['`main` as it stands', { main: 'lib/main.cjs' }, 'lib/main.cjs'],
  ['`main` without its extension', { main: './lib/main' }, 'lib/main.js'],
  ['`main` that is a folder', { main: 'lib' }, 'lib/index.js'],
  ['`exports` that is a file', { main: 'old.js', exports: './new.js' }, 'new.js'],
  ['the root of `exports`', { exports: { '.': './root.js', './sub': './sub.js' } }, 'root.js'],
  [
    'any condition of it',
    { exports: { '.': { import: './a.mjs', node: { require: { default: './b.cjs' } } } } },
    'b.cjs',
  ],
  ['conditions without a root', { exports: { import: './a.mjs', require: './a.cjs' } }, 'a.cjs'],
])('%s', (_, manifest, file) => {
  expect([...mainFiles(FOLDER, manifest)]).toContain(`${FOLDER}/${file}`);
});

it.each([
  ['a subpath', { exports: { '.': './root.js', './sub': './sub.js' } }, 'sub.js'],
  ['a subpath where there is no root', { exports: { './sub': './sub.js' } }, 'sub.js'],
  ['what `exports` has taken the place of', { main: 'old.js', exports: './new.js' }, 'old.js'],
])('is not %s', (_, manifest, file) => {
  expect([...mainFiles(FOLDER, manifest)]).not.toContain(`${FOLDER}/${file}`);
});
