import { describe, expect, it } from 'vitest';
import { nearNames } from '../src/near-names.js';

const NAMES = ['callback-pool', 'early-promise', 'late-sdk', 'orphan-span', 'worker-pool', 'worker-thread'];

describe('nearNames', () => {
  it.each([
    ['nothing', '', []],
    ['another word', 'kangaroo', []],
    ['a word as short as a typing error', 'xyz', []],
    ['a part as short as in any word', 'po', []],
    ['a letter too few', 'orphan-spn', ['orphan-span']],
    ['two letters exchanged', 'ophran-span', ['orphan-span']],
    ['capitals', 'Late-SDK', ['late-sdk']],
    ['a part of it', 'worker', ['worker-pool', 'worker-thread']],
    ['more than it', 'the-late-sdk-rule', ['late-sdk']],
    ['the nearest first', 'walker-pool', ['worker-pool']],
  ])('%s', (_, name, near) => {
    expect(nearNames(name, NAMES)).toEqual(near);
  });

  it('names no more than one can read', () => {
    const names = Array.from({ length: 20 }, (_, index) => `span-${index}`);
    expect(nearNames('span', names)).toHaveLength(5);
  });
});
