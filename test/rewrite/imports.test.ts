import { expect, it } from 'vitest';
import { parseModule } from '../../src/rewrite/parse-module.js';
import { importsOf } from '../../src/rewrite/imports.js';

it.each([
  ['nothing', ''],
  ['files', "import './a.js'; import b from '../b.js'; import '/c.js'; export * from './d.js';"],
  ["a package's own subpaths", "import '#platform';"],
  ['what is exported without being imported', 'export const a = 1; export default a; export { a as b };'],
  ['what is imported where it is needed', "await import('express'); const pg = require('pg');"],
])('passes over %s', (_, source) => {
  expect(importsOf(parseModule(source, 'module'))).toEqual([]);
});

it('names packages, and where they are imported', () => {
  const source = `
    import express, { Router } from 'express';
    import 'node:http';
    import * as client from '@scope/pg/client';
    export { a } from 'a';
    export * from 'b';`;
  const found = importsOf(parseModule(source, 'module'));
  expect(found.map(({ name, at }) => `${name} ${/^\w+/.exec(source.slice(at))?.[0]}`)).toEqual([
    'express import',
    'node:http import',
    '@scope/pg/client import',
    'a export',
    'b export',
  ]);
});
