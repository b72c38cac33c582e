import { describe, expect, it } from 'vitest';
import { fingerprintsOf, type Print } from '../../src/report/fingerprints.js';
import { at } from './sample-report.js';

const PRINT: Print = {
  key: 'a',
  rule: 'orphan-span',
  location: at('src/a.ts', 10, 3, 'load'),
  sourceLine: '  pool.run(() => {',
  startedAt: at('src/b.ts', 4, 1),
};

function prints(...changes: readonly Partial<Print>[]): string[] {
  const all = changes.map((change, index) => ({ ...PRINT, key: `key ${index}`, ...change }));
  const found = fingerprintsOf(all);
  return all.map(({ key }) => found.get(key) ?? 'none');
}

const [FIRST] = prints({});

describe('a fingerprint stays', () => {
  it.each<[string, Partial<Print>]>([
    ['where the line has moved', { location: at('src/a.ts', 99, 3, 'load') }],
    ['where it was indented anew', { location: at('src/a.ts', 10, 9, 'load'), sourceLine: '\t\tpool.run(()  =>  {' }],
    ['where the span starts elsewhere', { startedAt: at('src/c.ts', 1, 1) }],
    ['where nobody knows where the span starts', { startedAt: null }],
    ['whatever its faults are grouped by', { key: 'other' }],
  ])('%s', (_, change) => {
    expect(prints(change)).toEqual([FIRST]);
  });

  it('whoever else there is, unless its line reads the same', () => {
    const others = [
      { rule: 'wrong-parent' },
      { location: at('src/a.ts', 1, 1, 'save') },
      { sourceLine: 'pool.run(work)' },
    ];
    expect(prints(...others, {}).at(-1)).toBe(FIRST);
    expect(new Set(prints(...others, {})).size).toBe(4);
  });
});

describe('a fingerprint differs', () => {
  it.each<[string, Partial<Print>]>([
    ['by rule', { rule: 'wrong-parent' }],
    ['by file', { location: at('src/b.ts', 10, 3, 'load') }],
    ['by function', { location: at('src/a.ts', 10, 3, 'save') }],
    ['by line', { sourceLine: 'pool.run(async () => {' }],
    ['where there is no place', { location: null }],
  ])('%s', (_, change) => {
    expect(prints(change)).not.toEqual([FIRST]);
  });
});

describe('findings whose lines read the same are told apart', () => {
  const upper = { location: at('src/a.ts', 10, 3, 'load') };
  const lower = { location: at('src/a.ts', 30, 3, 'load') };

  it('by the order of the lines, whichever happened more often', () => {
    const [first, second] = prints(upper, lower);
    expect(first).toBe(FIRST);
    expect(second).not.toBe(FIRST);
    expect(prints(lower, upper)).toEqual([second, first]);
  });

  it('by the column, and by where their spans start', () => {
    const right = { location: at('src/a.ts', 10, 40, 'load') };
    const later = { startedAt: at('src/b.ts', 5, 1) };
    expect(prints(right, {}).at(-1)).toBe(FIRST);
    expect(prints(later, {}).at(-1)).toBe(FIRST);
    expect(new Set(prints(right, {}, later)).size).toBe(3);
  });

  it('but not from its own other part', () => {
    expect(prints({ key: 'a' }, { key: 'a' }, lower)).toEqual([FIRST, FIRST, prints(upper, lower)[1]]);
  });
});
