import { describe, expect, it } from 'vitest';
import { agrees } from '../../src/scenarios/agrees.js';
import type { ExpectedFinding, FoundFinding } from '../../src/scenarios/check.js';

const EXPECTED: ExpectedFinding = { rule: 'orphan-span', mechanism: 'callback', source: 'run();', severity: 'error' };
const FOUND: FoundFinding = {
  rule: 'orphan-span',
  mechanism: 'callback',
  source: 'run();',
  severity: 'error',
  file: 'broken.ts',
  line: 3,
};

describe('a program disagrees', () => {
  it.each<[string, ExpectedFinding[], FoundFinding[], string[]]>([
    ['that gives nothing', [EXPECTED], [], []],
    ['that gives something', [], [FOUND], []],
    ['that gives it twice', [EXPECTED], [FOUND, FOUND], []],
    ['of another rule', [EXPECTED], [{ ...FOUND, rule: 'wrong-parent' }], []],
    ['of another mechanism', [EXPECTED], [{ ...FOUND, mechanism: 'payload' }], []],
    ['on another line', [EXPECTED], [{ ...FOUND, source: 'walk();' }], []],
    ['on no line', [EXPECTED], [{ ...FOUND, source: null }], []],
    ['of another severity', [EXPECTED], [{ ...FOUND, severity: 'warning' }], []],
    ['in another order', [EXPECTED, { ...EXPECTED, rule: 'a' }], [{ ...FOUND, rule: 'a' }, FOUND], []],
    ['that fails', [EXPECTED], [FOUND], ['the program ended with 1']],
    ['that fails and should be right', [], [], ['no spans']],
  ])('%s', (_, expected, found, problems) => {
    expect(agrees({ expected, found, problems })).toBe(false);
  });
});

describe('a program agrees', () => {
  it.each<[string, ExpectedFinding[], FoundFinding[]]>([
    ['that gives nothing and should not', [], []],
    ['that gives what it should', [EXPECTED], [FOUND]],
    ['wherever the line stands now', [EXPECTED], [{ ...FOUND, line: 99 }]],
    ['of any severity, where none is expected', [{ ...EXPECTED, severity: null }], [{ ...FOUND, severity: 'info' }]],
  ])('%s', (_, expected, found) => {
    expect(agrees({ expected, found, problems: [] })).toBe(true);
  });
});
