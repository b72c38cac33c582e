import { expect, it } from 'vitest';
import { fuzz, SEEDS } from './fuzz-readers.js';

/** A few of those that `npm run fuzz` tries. */
const INPUTS = 300;

it.each(Object.keys(SEEDS))('%s may be damaged as it likes: what is left is read and judged', async (format) => {
  const { spans, troubled } = await fuzz(format, INPUTS, 1);
  // Of a compressed file that is damaged little is left.
  expect(spans).toBeGreaterThan(0);
  expect(troubled).toBeGreaterThan(INPUTS / 10);
});
