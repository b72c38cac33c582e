import { describe, expect, it } from 'vitest';
import { withoutPreload, withPreload } from '../../src/protocol/node-options.js';

const WITH_TSX = { file: '/run folder/preload.cjs', tsx: 'file:///tsx/loader.mjs' };
const WITHOUT = { ...WITH_TSX, tsx: null };
const REQUIRE = '--require "/run folder/preload.cjs"';

describe('NODE_OPTIONS', () => {
  it.each([
    ['nothing', undefined, REQUIRE, `${REQUIRE} --import "file:///tsx/loader.mjs"`],
    ['options', '-r ./a.cjs', `${REQUIRE} -r ./a.cjs`, `${REQUIRE} -r ./a.cjs --import "file:///tsx/loader.mjs"`],
    ['an empty text', '', `${REQUIRE} `, `${REQUIRE}  --import "file:///tsx/loader.mjs"`],
    ['a space', ' ', `${REQUIRE}  `, `${REQUIRE}   --import "file:///tsx/loader.mjs"`],
  ])('that were %s have the recorder first and tsx last, and are had back', (_, users, without, withTsx) => {
    expect(withPreload(users, WITHOUT)).toBe(without);
    expect(withPreload(users, WITH_TSX)).toBe(withTsx);
    expect(withoutPreload(without, WITHOUT)).toBe(users);
    expect(withoutPreload(withTsx, WITH_TSX)).toBe(users);
    // A child may have been given the recorder alone.
    expect(withoutPreload(without, WITH_TSX)).toBe(users);
  });

  it.each([undefined, '', '--require "/run folder/preload.cjs.other"', '-r ./a.cjs'])(
    'without the recorder stay: %j',
    (users) => {
      expect(withoutPreload(users, WITH_TSX)).toBe(users);
    },
  );

  it('have quotes and backslashes masked', () => {
    expect(withPreload(undefined, { file: 'C:\\a "b"\\p.cjs', tsx: null })).toBe(
      '--require "C:\\\\a \\"b\\"\\\\p.cjs"',
    );
  });
});
