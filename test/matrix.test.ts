import { describe, expect, it } from 'vitest';
import { differenceOf, inventionOf } from '../scripts/matrix/differences.js';
import type { Judged } from './corpus/judge.js';

const found: Judged = {
  program: 'broken/01-a',
  mechanism: 'callback',
  faults: 2,
  recalled: 2,
  exactLines: 2,
  findings: 1,
  falseAlarms: 0,
  disturbed: false,
  runsAlone: true,
  remarks: [],
};

describe('the matrix', () => {
  it.each<readonly [string, Judged | undefined, string | null]>([
    ['the same', found, null],
    ['the same with other remarks', { ...found, remarks: ['took long'] }, null],
    ['a program that does not run there', { ...found, recalled: 0, disturbed: true, runsAlone: false }, null],
    ['less', { ...found, recalled: 1 }, '2 found (2 with their line) in 1 findings, 0 false, there 1 found'],
    ['another line', { ...found, exactLines: 1 }, 'there 2 found (1 with their line)'],
    ['a false alarm', { ...found, falseAlarms: 1, remarks: ['FALSE ALARM'] }, '1 false\n      FALSE ALARM'],
    ['nothing', undefined, 'was not run'],
  ])('compares with %s', (_, there, difference) => {
    if (difference === null) expect(differenceOf(found, there)).toBeNull();
    else expect(differenceOf(found, there)).toContain(difference);
  });

  it.each<readonly [string, Judged, boolean]>([
    ['nothing found', { ...found, recalled: 0, exactLines: 0, findings: 0 }, false],
    ['another line', { ...found, exactLines: 0 }, false],
    ['a false alarm', { ...found, falseAlarms: 1 }, true],
    ['a program that does something else', { ...found, disturbed: true }, true],
  ])('at less evidence, minds: %s', (_, there, minds) => {
    expect(inventionOf(there) !== null).toBe(minds);
  });
});
