import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pages } from '../../scripts/docs.js';
import { RULES } from '../../src/rules/index.js';

const written = readdirSync('docs/rules').map((name) => `rules/${name}`);
const generated = pages();

it('each rule has a page, and no page is left over (npm run docs writes them)', () => {
  expect(written.filter((page) => !Object.hasOwn(generated, page))).toEqual([]);
  expect(RULES.map(({ id }) => `rules/${id}.md`).filter((page) => !written.includes(page))).toEqual([]);
});

it.each(Object.entries(generated))('docs/%s says what explain says (npm run docs writes it)', (path, text) => {
  expect(readFileSync(join('docs', path), 'utf8')).toBe(text);
});

it('pages link to what is there', () => {
  const targets = Object.entries(generated).flatMap(([path, text]) =>
    [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => join('docs', dirname(path), link)),
  );
  expect(targets.length).toBeGreaterThan(RULES.length);
  expect(targets.filter((target) => !existsSync(target))).toEqual([]);
});

it('pages come with the package', () => {
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  expect(files).toContain('docs');
});
