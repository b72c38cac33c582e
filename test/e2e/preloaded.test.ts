import { expect, it } from 'vitest';
import { doctor, plain, project } from './command.js';

const FILES = {
  'package.json': '{}',
  'first.cjs': "globalThis.loaded = ['first'];",
  'second.cjs': "globalThis.loaded?.push('second');",
  'app.js': 'console.log(globalThis.loaded, process._preload_modules);',
};

it('all modules that the program has Node load before it are loaded, in their order', () => {
  const folder = project(FILES);
  const env = { NODE_OPTIONS: '--require ./first.cjs --require ./second.cjs' };
  const { stdout } = plain(['app.js'], folder, '', env);
  expect(stdout).toBe("[ 'first', 'second' ] [ './first.cjs', './second.cjs' ]\n");
  expect(doctor(['run', '--quiet', 'app.js'], folder, '', env).stdout).toBe(stdout);
});
