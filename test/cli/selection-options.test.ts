import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { pastMoment, selectionOf, share } from '../../src/cli/selection-options.js';
import { UserError } from '../../src/errors.js';

describe('a time', () => {
  it.each([
    ['2026-11-25T10:00:00Z', '2026-11-25T10:00:00.000Z'],
    ['2026-11-25T10:00:00.5+02:00', '2026-11-25T08:00:00.500Z'],
    ['2026-11-25', '2026-11-25T00:00:00.000Z'],
  ])('%s', (value, expected) => {
    expect(pastMoment(value).toISOString()).toBe(expected);
  });

  it.each([
    ['now', 0],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
  ])('%s ago', (value, ago) => {
    const before = Date.now();
    const moment = pastMoment(value).getTime();
    expect(moment).toBeGreaterThanOrEqual(before - ago);
    expect(moment).toBeLessThanOrEqual(Date.now() - ago);
  });

  it.each(['', 'yesterday', '5', '5w', '-5m', '2026-13-01', '10:00', '1764064800'])('is none: %s', (value) => {
    expect(() => pastMoment(value)).toThrow(InvalidArgumentError);
  });
});

describe('a part', () => {
  it.each([
    ['1', 1],
    ['0.01', 0.01],
    ['.5', 0.5],
    ['1%', 0.01],
    ['100%', 1],
  ])('%s', (value, expected) => {
    expect(share(value)).toBe(expected);
  });

  it.each(['', '0', '2', '101%', '0%', 'all', '1/10', '-1', '%', 'NaN'])('is none: %s', (value) => {
    expect(() => share(value)).toThrow(InvalidArgumentError);
  });
});

it('an end that is not behind the beginning is an error', () => {
  const [since, until] = [new Date(2), new Date(1)];
  expect(() => selectionOf({ since, until })).toThrow(UserError);
  expect(() => selectionOf({ since, until: since })).toThrow(UserError);
});
