import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blocksOf, generatedBlocks, withoutChance } from '../../scripts/readme.js';

it('README shows the program, the output and the rules as they are (npm run docs writes them)', () => {
  const written = blocksOf(readFileSync('README.md', 'utf8'));
  const generated = generatedBlocks();
  expect(Object.keys(written).sort()).toEqual(Object.keys(generated).sort());
  for (const [name, text] of Object.entries(generated))
    expect(withoutChance(written[name] ?? '')).toBe(withoutChance(text));
});
