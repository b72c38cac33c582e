import { expect, it } from 'vitest';
import { fuzzRequests } from './fuzz-requests.js';

/** A few of those that `npm run fuzz` tries. */
const INPUTS = 500;

it('requests may be damaged as they like: each is answered, and what is left is read', async () => {
  const { all, answered } = await fuzzRequests(INPUTS, 1);
  expect([...answered.keys()].sort()).toEqual([200, 400, 415]);
  expect(answered.get(200)).toBeGreaterThan(INPUTS / 4);
  expect(all.spans.length).toBeGreaterThan(INPUTS / 4);
  expect(all.intake.notes.troubles().length).toBeGreaterThan(5);
});
