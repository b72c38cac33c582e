import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blocksOf, generatedBlocks, withoutChance } from '../../scripts/readme.js';

it('README shows the program, the output and the rules as they are (npm run docs writes them)', () => {
  const written = blocksOf(readFileSync('README.md', 'utf8'));
  const generated = generatedBlocks();
  expect(Object.keys(written).sort()).toEqual(Object.keys(generated).sort());
  for (const [name, text] of Object.entries(generated))
    expect(withoutChance(written[name] ?? '')).toBe(withoutChance(text));
});

it('README links to nothing that a user of the package does not have', () => {
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  const links = [...readFileSync('README.md', 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
    ([, link]) => link ?? '',
  );
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
  expect(links.filter((link) => !files.includes(link.split('/')[0] ?? ''))).toEqual([]);
});
