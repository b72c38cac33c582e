import { describe, expect, it } from 'vitest';
import { isTooLarge } from '../../src/recorder/loader/rewritable.js';

describe('a module is too large', () => {
  it.each([
    ['a dependency of a million characters', 1_000_000, false, false],
    ['a dependency of one more', 1_000_001, false, true],
    ['a bundle of the user’s of twenty million', 20_000_000, true, false],
    ['a bundle of one more', 20_000_001, true, true],
  ])('%s', (_, length, ofUser, expected) => {
    expect(isTooLarge(' '.repeat(length), ofUser)).toBe(expected);
  });
});
