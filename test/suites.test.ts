import { describe, expect, it } from 'vitest';
import { testCounts, type TestCounts } from '../scripts/suites/test-counts.js';

describe("what a test runner's output says", () => {
  it.each<readonly [string, string, TestCounts | null]>([
    ['nothing', 'hello\n', null],
    ['names of tests that sound like numbers', '✔ 3 passing (1ms)\nok 1 - # pass 4 things\n3 failing tests', null],
    ["node:test's own words", '✔ two (1ms)\nℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ skipped 0\n', { passed: 2, failed: 1 }],
    ['TAP', '1..2\n# tests 2\n# pass 2\n# fail 0\n', { passed: 2, failed: 0 }],
    ['tape, which is silent about no failures', '# tests 274\n# pass  274\n\n# ok\n', { passed: 274, failed: 0 }],
    ['mocha', '\n  12 passing (3s)\n  1 pending\n  2 failing\n', { passed: 12, failed: 2 }],
    ['jest', 'Test Suites: 1 failed, 1 total\nTests:       1 failed, 4 passed, 5 total\n', { passed: 4, failed: 1 }],
    ['vitest', ' Test Files  2 passed (2)\n      Tests  3 failed | 7 passed (10)\n', { passed: 7, failed: 3 }],
    ['ava', '  ─\n\n  2 tests passed\n', { passed: 2, failed: 0 }],
    ['several runners, one after the other', '# pass 2\n# fail 1\n# pass 3\n# fail 0\n', { passed: 5, failed: 1 }],
  ])('%s', (_, output, counts) => {
    expect(testCounts(output)).toEqual(counts);
  });
});
